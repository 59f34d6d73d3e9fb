"""The pages, a module each: what is asked is read, the register is asked, the answer goes to a template."""
