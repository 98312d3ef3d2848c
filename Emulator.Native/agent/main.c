/* SPDX-License-Identifier: GPL-2.0-only */
/* The coordinator: makes the files and the processes, hands statements on, and measures from outside what it can. */
#define _GNU_SOURCE
#include "agent.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/memfd.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PROTOCOL = 1, END_MILLISECONDS_MAX = 20 * 1000 };

struct process processes[PROCESSES_MAX];
struct hugetlb_file files[FILES_MAX];

static char line[LINE_BYTES_MAX];
static int file_count, process_count;

static void end_all(void);

/* The layout of the agent's memory is told to ptemu, which keeps traces off it: it shall be the same each time. */
static void fix_layout(char **arguments)
{
    int persona = personality(0xffffffff);
    if ((persona & ADDR_NO_RANDOMIZE) == 0 && personality((unsigned long)persona | ADDR_NO_RANDOMIZE) != -1)
        execv("/proc/self/exe", arguments);
}

/* Whoever reads ptemu's errors from a pipe waits for its end, which a process that the kernel keeps for ever must not hold. */
static void let_go_of_errors(void)
{
    int nowhere = open("/dev/null", O_WRONLY);
    if (nowhere < 0)
        return;
    dup2(nowhere, STDERR_FILENO);
    if (nowhere != STDERR_FILENO)
        close(nowhere);
}

static void say(int error)
{
    printf("%d\n", error);
    fflush(stdout);
}

static void make_file(void)
{
    char name[32], path[32];
    uint64_t shift = next_number(), size = next_number();
    struct hugetlb_file *file = &files[file_count];
    if (file_count == FILES_MAX)
        return say(EMFILE);
    snprintf(name, sizeof name, FILE_NAME_PREFIX "%d", file_count);
    file->read_write = (int)syscall(SYS_memfd_create, name, MFD_HUGETLB | MFD_CLOEXEC | (shift << MFD_HUGE_SHIFT));
    if (file->read_write < 0)
        return say(errno);
    if (ftruncate(file->read_write, (off_t)size) != 0) {
        int error = errno;
        close(file->read_write);
        return say(error);
    }
    snprintf(path, sizeof path, "/proc/self/fd/%d", file->read_write);
    file->read_only = open(path, O_RDONLY | O_CLOEXEC);
    if (file->read_only < 0) {
        int error = errno;
        close(file->read_write);
        return say(error);
    }
    file_count++;
    say(0);
}

static bool make_pipes(struct process *process)
{
    int command[2], answer[2];
    if (pipe2(command, O_CLOEXEC) != 0 || pipe2(answer, O_CLOEXEC) != 0)
        return false;
    process->command_read = command[0];
    process->command_write = command[1];
    process->answer_read = answer[0];
    process->answer_write = answer[1];
    return true;
}

/* Every process keeps the ends that a child of its own may need, and none of the coordinator's. */
static _Noreturn void begin(int index)
{
    for (int i = 0; i < process_count; i++) {
        close(processes[i].command_write);
        close(processes[i].answer_read);
    }
    close(STDIN_FILENO);
    close(STDOUT_FILENO);
    serve(index);
}

static _Noreturn void end_unheard(void)
{
    end_all();
    _exit(0);
}

/* Waits for an answer; false where the process is gone instead. Whoever asked may be gone too: then nothing is to be answered. */
static bool await_answer(const struct process *process, struct answer *answer)
{
    struct pollfd waits[3] = {
        { .fd = process->answer_read, .events = POLLIN },
        { .fd = process->pidfd, .events = POLLIN },
        { .fd = STDIN_FILENO },
    };
    while (poll(waits, 3, -1) < 0 && errno == EINTR)
        ;
    if (waits[0].revents == 0 && waits[1].revents == 0)
        end_unheard();
    return (waits[0].revents & POLLIN) != 0 && read(process->answer_read, answer, sizeof *answer) == sizeof *answer;
}

/* Nothing is open yet: until it is, ending it waits for nothing. */
static void unwatch(struct process *process)
{
    process->pidfd = -1;
    for (int i = 0; i < COUNTERS; i++)
        process->counters[i] = -1;
}

/* Opens what the coordinator watches a process by, and waits until it is ready. */
static int watch(struct process *process, pid_t pid)
{
    struct answer ready;
    unwatch(process);
    process->pid = pid;
    process->pidfd = (int)syscall(SYS_pidfd_open, pid, 0);
    if (process->pidfd < 0)
        return errno;
    int error = open_counters(process);
    if (error != 0)
        return error;
    return await_answer(process, &ready) ? 0 : ESRCH;
}

static void start_processes(void)
{
    int initial = (int)next_number(), total = (int)next_number();
    if (process_count != 0 || initial < 0 || initial > total || total > PROCESSES_MAX)
        return say(EINVAL);
    for (process_count = 0; process_count < total; process_count++)
        if (!make_pipes(&processes[process_count]))
            return say(errno);
    for (int i = 0; i < initial; i++) {
        pid_t pid = fork();
        if (pid == 0)
            begin(i);
        if (pid < 0)
            return say(errno);
        processes[i].pid = pid;
        unwatch(&processes[i]);
    }
    for (int i = 0; i < initial; i++) {
        int error = watch(&processes[i], processes[i].pid);
        if (error != 0)
            return say(error);
    }
    printf("0");
    for (int i = 0; i < initial; i++)
        printf(" %d", processes[i].pid);
    printf("\n");
    fflush(stdout);
}

static void say_answer(const struct answer *answer, const int64_t before[COUNTERS], const int64_t after[COUNTERS])
{
    printf("%ld %ld %ld %ld %ld %ld %ld", (long)answer->error, (long)answer->touched, (long)answer->faults, (long)answer->sigbus,
        (long)answer->sigsegv, (long)answer->nanoseconds, (long)answer->child);
    for (int i = 0; i < COUNTERS; i++)
        printf(" %ld", (long)(after[i] - before[i]));
    printf("\n");
    fflush(stdout);
}

/* The process of the next word, if it lives; else says so. */
static struct process *next_process(void)
{
    uint64_t index = next_number();
    if (index < (uint64_t)process_count && processes[index].pid != 0)
        return &processes[index];
    say(ESRCH);
    return NULL;
}

/* What is left of the line goes to the process as it is. */
static bool send_line(const struct process *process, const char *text)
{
    return write_all(process->command_write, text, strlen(text)) && write_all(process->command_write, "\n", 1);
}

/*
 * Threads of other processes, too, must be where the trace says while a call is made: a flush of theirs must find them. Those of the
 * caller itself come first (calls.c); on the same CPU there is room for one.
 */
static void tell_spinners(const struct process *caller, const char *command)
{
    struct answer answer;
    for (int i = 0; i < process_count && !caller->spins; i++)
        if (processes[i].pid != 0 && processes[i].spins && send_line(&processes[i], command))
            await_answer(&processes[i], &answer);
}

static void do_call(char *command)
{
    struct process *process = next_process();
    struct answer answer = { 0 };
    int64_t before[COUNTERS], after[COUNTERS];
    if (process == NULL)
        return;
    tell_spinners(process, "hold");
    read_counters(process, before);
    if (!send_line(process, command) || !await_answer(process, &answer))
        return say(ESRCH);
    read_counters(process, after);
    tell_spinners(process, "let-go");
    if (strncmp(command, "spin ", 5) == 0)
        process->spins = command[5] == '1';
    say_answer(&answer, before, after);
}

static void await_end(struct process *process, int milliseconds)
{
    struct pollfd wait = { .fd = process->pidfd, .events = POLLIN };
    while (poll(&wait, 1, milliseconds) < 0 && errno == EINTR)
        ;
}

static void forget(struct process *process)
{
    waitpid(process->pid, NULL, WNOHANG);
    if (process->pidfd >= 0)
        close(process->pidfd);
    for (int i = 0; i < COUNTERS; i++)
        if (process->counters[i] >= 0)
            close(process->counters[i]);
    process->pid = 0;
    process->spins = false;
}

static void end_process(void)
{
    struct process *process = next_process();
    struct answer answer = { 0 };
    int64_t before[COUNTERS], after[COUNTERS];
    if (process == NULL)
        return;
    read_counters(process, before);
    int64_t started = now();
    send_line(process, "exit");
    struct pollfd waits[2] = { { .fd = process->pidfd, .events = POLLIN }, { .fd = STDIN_FILENO } };
    while (poll(waits, 2, -1) < 0 && errno == EINTR)
        ;
    if (waits[0].revents == 0)
        end_unheard();
    answer.nanoseconds = now() - started;
    read_counters(process, after);
    forget(process);
    say_answer(&answer, before, after);
}

static void adopt(void)
{
    uint64_t index = next_number(), pid = next_number();
    say(index < (uint64_t)process_count ? watch(&processes[index], (pid_t)pid) : EINVAL);
}

/* The huge pages are free again when this returns. */
static void end_all(void)
{
    for (int i = 0; i < process_count; i++)
        if (processes[i].pid != 0)
            kill(processes[i].pid, SIGKILL);
    for (int i = 0; i < process_count; i++)
        if (processes[i].pid != 0 && processes[i].pidfd >= 0)
            await_end(&processes[i], END_MILLISECONDS_MAX);
}

/* As it was before the first file: the next trace, or the same once more. Its orphans are ours. */
static void reset(void)
{
    end_all();
    for (int i = 0; i < process_count; i++) {
        if (processes[i].pid != 0)
            forget(&processes[i]);
        close(processes[i].command_read);
        close(processes[i].command_write);
        close(processes[i].answer_read);
        close(processes[i].answer_write);
    }
    for (int i = 0; i < file_count; i++) {
        close(files[i].read_write);
        close(files[i].read_only);
    }
    while (waitpid(-1, NULL, WNOHANG) > 0)
        ;
    process_count = file_count = 0;
    say(0);
}

/* Cuts `do INDEX CALL ...` in two where the call begins. */
static char *call_of(char *command)
{
    for (int blanks = 0; *command != '\0'; command++)
        if (*command == ' ' && ++blanks == 2)
            return command + 1;
    return command;
}

static void command(void)
{
    char *call = call_of(line);
    parse_line(line);
    const char *verb = next_word();
    if (strcmp(verb, "do") == 0)
        do_call(call);
    else if (strcmp(verb, "file") == 0)
        make_file();
    else if (strcmp(verb, "start") == 0)
        start_processes();
    else if (strcmp(verb, "adopt") == 0)
        adopt();
    else if (strcmp(verb, "exit") == 0)
        end_process();
    else if (strcmp(verb, "reset") == 0)
        reset();
    else
        say(ENOSYS);
}

int main(int count, char **arguments)
{
    let_go_of_errors();
    if (count == 4 && strcmp(arguments[1], "give-back") == 0)
        give_back(arguments[2], arguments[3]);
    if (count == 3 && strcmp(arguments[1], "end-with-me") == 0)
        end_with_me(arguments[2]);
    fix_layout(arguments);
    start_guard();
    struct rlimit limit = { .rlim_cur = 16384, .rlim_max = 16384 };
    setrlimit(RLIMIT_NOFILE, &limit);
    setpriority(PRIO_PROCESS, 0, -20);
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    signal(SIGPIPE, SIG_IGN);
    signal(SIGINT, SIG_IGN); /* ptemu gets it too, and ends us by closing our input */
    if (!pin_to_cpu(0)) {
        printf("unpinned\n");
        return 1;
    }
    if (count < 2 || strcmp(arguments[1], "untraced") != 0)
        prepare_counters();
    find_own_memory();
    printf("ready %d", PROTOCOL);
    for (int i = 0; i < COUNTERS; i++)
        printf(" %d", has_counter(i));
    print_own_memory();
    printf("\n");
    fflush(stdout);
    while (read_line(STDIN_FILENO, line, sizeof line) > 0)
        command();
    end_all();
    return 0;
}
