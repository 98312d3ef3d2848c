/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What must be done even if the one who should do it is killed: a process of its own waits for that and does it. It is in a
 * session of its own, so that what ends the others (Ctrl-C, a terminal that closes, a kill of the group) does not reach it.
 */
#define _GNU_SOURCE
#include "agent.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static void stand_apart(void)
{
    static const int ends[] = { SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGPIPE };
    setsid();
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        signal(ends[i], SIG_IGN);
}

static void await(int file)
{
    struct pollfd wait = { .fd = file, .events = POLLIN };
    while (poll(&wait, 1, -1) < 0 && errno == EINTR)
        ;
}

/*
 * Kills what is left of the coordinator's group once the coordinator is gone, however it ended. The group is all of the trace's
 * processes: PR_SET_PDEATHSIG would kill the child of a fork when its parent exits, as a trace may have it.
 */
void start_guard(void)
{
    int coordinator;
    setpgid(0, 0);
    pid_t group = getpgrp();
    coordinator = (int)syscall(SYS_pidfd_open, getpid(), 0);
    if (group != getpid() || coordinator < 0 || fork() != 0) {
        close(coordinator);
        return;
    }
    stand_apart();
    close(STDIN_FILENO);
    close(STDOUT_FILENO);
    await(coordinator);
    kill(-group, SIGKILL);
    _exit(0);
}

static long read_number(int file)
{
    char text[32] = "";
    return pread(file, text, sizeof text - 1, 0) > 0 ? strtol(text, NULL, 10) : -1;
}

/*
 * give-back PATH BEFORE: undoes a change of the number in the file when standard input ends before a line says `done`: whoever changed it
 * was killed. A line with a number tells by how much it changed, for others may change it meanwhile; until then, BEFORE is what was there.
 */
void give_back(const char *path, const char *before)
{
    static char line[64];
    char text[32];
    long then = strtol(before, NULL, 10), difference = 0;
    bool is_told = false;
    int file = open(path, O_RDWR | O_CLOEXEC);
    stand_apart();
    if (file < 0)
        _exit(1);
    printf("ready\n");
    fflush(stdout);
    close(STDOUT_FILENO);
    while (read_line(STDIN_FILENO, line, sizeof line) > 0) {
        /* Nobody waits for an answer here, so one read may have found both lines. */
        if (strstr(line, "done") != NULL)
            _exit(0);
        difference = strtol(line, NULL, 10);
        is_told = true;
    }
    long now = read_number(file);
    if (is_told)
        then = now > difference ? now - difference : 0;
    int length = snprintf(text, sizeof text, "%ld\n", then);
    _exit(now == then || pwrite(file, text, (size_t)length, 0) == length ? 0 : 1);
}

/* end-with-me PID: kills that process when standard input ends: whoever started both is gone. */
void end_with_me(const char *pid)
{
    char byte;
    int process = (int)syscall(SYS_pidfd_open, (pid_t)strtol(pid, NULL, 10), 0);
    stand_apart();
    if (process < 0)
        _exit(1);
    printf("ready\n");
    fflush(stdout);
    close(STDOUT_FILENO);
    for (ssize_t got = 1; got > 0 || (got < 0 && errno == EINTR);)
        got = read(STDIN_FILENO, &byte, 1);
    syscall(SYS_pidfd_send_signal, process, SIGKILL, NULL, 0);
    _exit(0);
}
