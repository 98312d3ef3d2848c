/* SPDX-License-Identifier: GPL-2.0-only */
/* Accesses, one after the other; a signal ends an access, not the statement. */
#define _GNU_SOURCE
#include "agent.h"

#include <setjmp.h>
#include <signal.h>
#include <sys/resource.h>

static sigjmp_buf back;

static void on_fault(int signal)
{
    siglongjmp(back, signal);
}

/* SA_NODEFER: the handler never returns, so no mask must be restored, which would cost a system call for each access. */
static void catch(void (*handler)(int))
{
    struct sigaction action = { .sa_handler = handler, .sa_flags = SA_NODEFER };
    sigaction(SIGSEGV, &action, NULL);
    sigaction(SIGBUS, &action, NULL);
}

static int64_t minor_faults(void)
{
    struct rusage usage;
    getrusage(RUSAGE_THREAD, &usage);
    return usage.ru_minflt;
}

static void touch_at(uint64_t address, bool write, struct answer *answer)
{
    volatile char *byte = (volatile char *)address;
    switch (sigsetjmp(back, 0)) {
    case 0:
        if (write)
            *byte = 1;
        else
            (void)*byte;
        answer->touched++;
        break;
    case SIGBUS:
        answer->sigbus++;
        break;
    default:
        answer->sigsegv++;
        break;
    }
}

/* touch WRITE (ADDRESS STEP COUNT)... */
void call_touch(struct answer *answer)
{
    bool write = next_number() != 0;
    catch(on_fault);
    int64_t faults = minor_faults();
    start_clock();
    while (more_words()) {
        uint64_t address = next_number(), step = next_number(), count = next_number();
        for (uint64_t i = 0; i < count; i++)
            touch_at(address + i * step, write, answer);
    }
    stop_clock(answer, 0);
    answer->faults = minor_faults() - faults;
    catch(SIG_DFL);
}
