"""Pure decisions: a frozen problem goes in, an outcome with its proof comes out. No framework, no clock, no I/O."""
