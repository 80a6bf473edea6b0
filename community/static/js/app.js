const ready = true;
