/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Threads that keep a CPU busy in this process's address space. They have a stack of ours and no libc: a thread of libc's
 * would allocate, and leave page tables behind.
 */
#define _GNU_SOURCE
#include "agent.h"

#include <errno.h>
#include <linux/futex.h>
#include <sched.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { STACK_BYTES = 2048, WAIT_NANOSECONDS_MAX = 1000 * 1000 * 1000 };

static struct spinner {
    _Alignas(16) char stack[STACK_BYTES];
    volatile unsigned asked, answered;
    volatile bool stop, failed; /* failed: the CPU is not to be had */
    volatile pid_t thread; /* the kernel clears it, and wakes us, when the thread is gone */
    int cpu;
} spinners[SPINNERS_MAX];

static int running;

static long set_affinity(const cpu_set_t *set)
{
    long result;
    __asm__ volatile("syscall" : "=a"(result) : "a"(SYS_sched_setaffinity), "D"(0), "S"(sizeof *set), "d"(set) : "rcx", "r11", "memory");
    return result;
}

/* No library call in here: the thread has no thread-local storage of its own. */
static int spin(void *argument)
{
    struct spinner *self = argument;
    cpu_set_t set = { .__bits = { 0 } };
    set.__bits[(unsigned)self->cpu / __NCPUBITS] |= (__cpu_mask)1 << ((unsigned)self->cpu % __NCPUBITS);
    self->failed = set_affinity(&set) != 0;
    while (!self->stop && !self->failed) {
        self->answered = self->asked;
        __asm__ volatile("pause");
    }
    return 0;
}

static int start(struct spinner *spinner, int cpu)
{
    if (spinner->thread != 0)
        return 0;
    spinner->cpu = cpu;
    spinner->stop = spinner->failed = false;
    const int flags = CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD | CLONE_SYSVSEM
        | CLONE_PARENT_SETTID | CLONE_CHILD_CLEARTID;
    sigset_t all, before;
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, &before);
    int thread = clone(spin, spinner->stack + STACK_BYTES, flags, spinner, &spinner->thread, NULL, &spinner->thread);
    int error = thread < 0 ? errno : 0;
    sigprocmask(SIG_SETMASK, &before, NULL);
    running += error == 0;
    return error;
}

static void stop(struct spinner *spinner)
{
    if (spinner->thread == 0)
        return;
    running--;
    spinner->stop = true;
    for (pid_t thread; (thread = spinner->thread) != 0;)
        syscall(SYS_futex, &spinner->thread, FUTEX_WAIT, thread, NULL, NULL, 0);
}

/* Thread 0 would be the caller; one that is gone has that number. */
static void schedule(pid_t thread, int policy)
{
    if (thread == 0)
        return;
    struct sched_param parameters = { .sched_priority = policy == SCHED_FIFO ? 1 : 0 };
    sched_setscheduler(thread, policy, &parameters);
}

/*
 * Each of them runs from this moment until the call is over, ahead of everybody else: whom a flush must reach does not
 * depend on who else wanted that CPU.
 */
void await_spinners(void)
{
    int64_t limit = 0;
    for (int i = 0; i < SPINNERS_MAX && running > 0; i++) {
        struct spinner *spinner = &spinners[i];
        if (spinner->thread == 0)
            continue;
        if (limit == 0)
            limit = now() + WAIT_NANOSECONDS_MAX;
        schedule(spinner->thread, SCHED_FIFO);
        unsigned asked = ++spinner->asked;
        while (spinner->answered != asked && !spinner->failed && now() < limit)
            __asm__ volatile("pause");
    }
}

void release_spinners(void)
{
    for (int i = 0; i < SPINNERS_MAX && running > 0; i++)
        if (spinners[i].thread != 0)
            schedule(spinners[i].thread, SCHED_OTHER);
}

/* After a fork: the threads are the parent's. */
void forget_spinners(void)
{
    for (int i = 0; i < SPINNERS_MAX; i++)
        spinners[i].thread = 0;
    running = 0;
}

/* spin ON CPU... */
void call_spin(struct answer *answer)
{
    bool on = next_number() != 0;
    while (more_words()) {
        int cpu = (int)next_number();
        if (cpu >= SPINNERS_MAX) {
            answer->error = EINVAL;
            return;
        }
        if (!on)
            stop(&spinners[cpu]);
        else if ((answer->error = start(&spinners[cpu], cpu)) != 0)
            return;
    }
    await_spinners();
    release_spinners();
    for (int i = 0; i < SPINNERS_MAX && on; i++) {
        if (!spinners[i].failed)
            continue;
        spinners[i].failed = false;
        running--;
        answer->error = ENODEV;
    }
}
