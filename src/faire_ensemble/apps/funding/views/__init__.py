"""What people see of calls, applications, instruction, programmes and grants."""
