/* SPDX-License-Identifier: GPL-2.0-only */
/* Lines of words. One line at a time is open; nothing is allocated. */
#include "agent.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char *rest;

/* Reads one line, without its end. Whoever writes waits for the answer, so nothing ever follows it. 0: the writer is gone. */
ssize_t read_line(int file, char *line, size_t size)
{
    size_t length = 0;
    while (length == 0 || line[length - 1] != '\n') {
        if (length == size)
            return -1;
        ssize_t count = read(file, line + length, size - length);
        if (count <= 0)
            return 0;
        length += (size_t)count;
    }
    line[length - 1] = '\0';
    return (ssize_t)length;
}

void parse_line(char *line)
{
    rest = line;
}

bool more_words(void)
{
    return rest != NULL && *rest != '\0';
}

const char *next_word(void)
{
    char *word = more_words() ? strsep(&rest, " ") : NULL;
    return word != NULL ? word : "";
}

uint64_t next_number(void)
{
    return strtoull(next_word(), NULL, 0);
}

bool write_all(int file, const void *bytes, size_t size)
{
    const char *at = bytes;
    while (size > 0) {
        ssize_t count = write(file, at, size);
        if (count <= 0)
            return false;
        at += count;
        size -= (size_t)count;
    }
    return true;
}
