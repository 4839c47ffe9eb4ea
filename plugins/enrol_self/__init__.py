"""People enrol themselves, with a key where the teacher wants one."""
