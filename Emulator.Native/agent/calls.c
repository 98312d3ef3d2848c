/* SPDX-License-Identifier: GPL-2.0-only */
/* The calls of the grammar, as raw system calls: a wrapper of libc's may answer by itself. */
#define _GNU_SOURCE
#include "agent.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/falloc.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

/* Long enough for who sent the call to sleep again, on whichever CPU. */
enum { QUIET_NANOSECONDS = 500 * 1000 };

static int64_t started;

int64_t now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000000000LL + time.tv_nsec;
}

/*
 * The coordinator and ptemu are awake until they wait for the answer, and a CPU that is in use is slower to interrupt, for this kernel and for a
 * hypervisor below it.
 */
static void await_quiet(void)
{
    for (int64_t end = now() + QUIET_NANOSECONDS; now() < end;)
        __asm__ volatile("pause");
}

void start_clock(void)
{
    await_spinners();
    await_quiet();
    started = now();
}

/* Takes a system call's result: -1 is an error, errno tells which. */
void stop_clock(struct answer *answer, long result)
{
    int error = result == -1 ? errno : 0;
    answer->nanoseconds = now() - started;
    answer->error = error;
    release_spinners();
}

static int file_at(uint64_t index, bool read_only)
{
    return read_only ? files[index % FILES_MAX].read_only : files[index % FILES_MAX].read_write;
}

/* mmap START LENGTH PROTECTION FLAGS FILE READ_ONLY OFFSET */
static void call_mmap(struct answer *answer)
{
    uint64_t start = next_number(), length = next_number(), protection = next_number(), flags = next_number();
    uint64_t index = next_number(), read_only = next_number(), offset = next_number();
    int file = file_at(index, read_only != 0);
    start_clock();
    long result = syscall(SYS_mmap, start, length, protection, flags, file, offset);
    stop_clock(answer, result);
    if (result != -1 && (uint64_t)result != start) {
        /* A kernel before MAP_FIXED_NOREPLACE took the address for a hint. */
        syscall(SYS_munmap, result, length);
        answer->error = EEXIST;
    }
}

static void call_munmap(struct answer *answer)
{
    uint64_t start = next_number(), length = next_number();
    start_clock();
    stop_clock(answer, syscall(SYS_munmap, start, length));
}

static void call_mlock(struct answer *answer)
{
    uint64_t start = next_number(), length = next_number();
    start_clock();
    stop_clock(answer, syscall(SYS_mlock, start, length));
}

static void call_munlock(struct answer *answer)
{
    uint64_t start = next_number(), length = next_number();
    start_clock();
    stop_clock(answer, syscall(SYS_munlock, start, length));
}

static void call_mprotect(struct answer *answer)
{
    uint64_t start = next_number(), length = next_number(), protection = next_number();
    start_clock();
    stop_clock(answer, syscall(SYS_mprotect, start, length, protection));
}

static void call_madvise(struct answer *answer)
{
    uint64_t start = next_number(), length = next_number(), advice = next_number();
    start_clock();
    stop_clock(answer, syscall(SYS_madvise, start, length, advice));
}

/* Some moves never come back (ptemu's MremapSafety decides): here is no second thought. mremap START OLD NEW FLAGS TO */
static void call_mremap(struct answer *answer)
{
    uint64_t start = next_number(), old_length = next_number(), new_length = next_number(), flags = next_number(), to = next_number();
    start_clock();
    stop_clock(answer, syscall(SYS_mremap, start, old_length, new_length, flags, to));
}

/* fallocate FILE OFFSET LENGTH PUNCH */
static void call_fallocate(struct answer *answer)
{
    uint64_t index = next_number(), offset = next_number(), length = next_number(), punch = next_number();
    int mode = punch != 0 ? FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE : 0, file = file_at(index, false);
    start_clock();
    stop_clock(answer, syscall(SYS_fallocate, file, mode, offset, length));
}

/* truncate FILE SIZE */
static void call_truncate(struct answer *answer)
{
    uint64_t index = next_number(), size = next_number();
    int file = file_at(index, false);
    start_clock();
    stop_clock(answer, syscall(SYS_ftruncate, file, size));
}

/* fork INDEX: the child serves as process INDEX, which the coordinator must adopt. */
static void call_fork(struct answer *answer)
{
    int index = (int)next_number();
    start_clock();
    long child = syscall(SYS_clone, SIGCHLD, NULL, NULL, NULL, NULL);
    if (child == 0) {
        forget_parent();
        serve(index);
    }
    stop_clock(answer, child);
    answer->child = child;
    settle();
}

static const struct {
    const char *name;
    void (*call)(struct answer *answer);
} calls[] = {
    { "mmap", call_mmap },
    { "touch", call_touch },
    { "munmap", call_munmap },
    { "mlock", call_mlock },
    { "munlock", call_munlock },
    { "mprotect", call_mprotect },
    { "madvise", call_madvise },
    { "mremap", call_mremap },
    { "fallocate", call_fallocate },
    { "truncate", call_truncate },
    { "fork", call_fork },
    { "spin", call_spin },
    { "uffd-register", call_uffd_register },
    { "uffd-unregister", call_uffd_unregister },
    { "uffd-writeprotect", call_uffd_writeprotect },
    { "uffd-continue", call_uffd_continue },
};

/* Performs the line that is open. */
void perform(struct answer *answer)
{
    const char *name = next_word();
    for (size_t i = 0; i < sizeof calls / sizeof calls[0]; i++) {
        if (strcmp(calls[i].name, name) == 0) {
            calls[i].call(answer);
            return;
        }
    }
    answer->error = ENOSYS;
}
