/* SPDX-License-Identifier: GPL-2.0-only */
/* A process of the trace: performs what the coordinator sends. */
#define _GNU_SOURCE
#include "agent.h"

#include <string.h>
#include <unistd.h>

/* Not on the stack: a fork must not find it half used. */
static char line[LINE_BYTES_MAX];

/* After a fork of a process of the trace: what was the parent's. */
void forget_parent(void)
{
    forget_spinners();
    close_userfaultfds();
}

/* A coordinator that is gone is read as the end of the commands: no process outlives it, unless the kernel keeps it. */
_Noreturn void serve(int index)
{
    const struct process *self = &processes[index];
    struct answer answer = { 0 };
    settle();
    do {
        if (!write_all(self->answer_write, &answer, sizeof answer) || read_line(self->command_read, line, sizeof line) <= 0)
            _exit(0);
        parse_line(line);
        memset(&answer, 0, sizeof answer);
        if (strncmp(line, "exit", 4) == 0)
            _exit(0);
        if (strcmp(line, "hold") == 0)
            await_spinners();
        else if (strcmp(line, "let-go") == 0)
            release_spinners();
        else
            perform(&answer);
    } while (true);
}
