{
  file = fileopen(getenv("NUMBERS"));
  while (text = filereadstr(file),
    number = eval(text);
    found = factor(number);
    line = Str(number, ":");
    for (j = 1, #found[, 1], for (k = 1, found[j, 2], line = Str(line, " ", found[j, 1])));
    print(line));
}
quit
