"""The algorithm of the 2012 post over processes: prints one line a number, as GNU factor does.

Usage: blog_peer.py FILE PROCESSES
"""
import math
import multiprocessing
import sys


def factors_of(n):
    found = []
    divisor = 2
    while n > 1:
        if n % divisor == 0:
            found.append(divisor)
            n //= divisor
        elif divisor * divisor >= n:
            found.append(n)
            break
        else:
            divisor += 1 if divisor == 2 else 2
    return found


def work(place, numbers, answers):
    answers.put((place, {n: factors_of(n) for n in numbers}))


def main(path, count):
    with open(path) as file:
        numbers = [int(line) for line in file]
    size = max(1, math.ceil(len(numbers) / count))
    answers = multiprocessing.Queue()
    processes = [
        multiprocessing.Process(target=work, args=(i, numbers[i * size:(i + 1) * size], answers))
        for i in range(count)
    ]
    for process in processes:
        process.start()
    parts = dict(answers.get() for _ in processes)
    for process in processes:
        process.join()
    known = {n: found for part in parts.values() for n, found in part.items()}
    sys.stdout.write("".join(f"{n}: {' '.join(map(str, known[n]))}\n" for n in numbers))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
