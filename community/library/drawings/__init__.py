"""How each kind of file is drawn for its preview, one module for each. All run apart (see files/apart.py).

The files were let in, but nobody promised that they can be read quickly, or in little memory.
"""
