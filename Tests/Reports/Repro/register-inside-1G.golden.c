// SPDX-License-Identifier: GPL-2.0
/*
 * register-inside-1G.trace, written by ptemu repro
 *
 *	machine cpus=2
 *	file F 16G
 *	mmap A F 8G..12G shared offset=8G
 *	mmap B F 8G..12G shared offset=8G
 *	touch A 8G..12G every=1G
 *	touch B 8G..12G every=1G
 *	uffd-register A 8G+512M..12G minor
 *	touch A 8G..12G every=1G
 *	touch B 8G..12G every=1G
 *
 * It performs the trace above on the kernel that it runs on, and answers each statement with a line of JSON:
 * its result, the accesses and the minor faults, and VmPTE of every live process relative to its start.
 *
 *	cc -O2 -Wall -o repro repro.c
 *	echo 4 | sudo tee /sys/kernel/mm/hugepages/hugepages-2048kB/nr_hugepages
 *	./repro
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/userfaultfd.h>
#include <sched.h>
#include <semaphore.h>
#include <setjmp.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define M (1UL << 20)
#define G (1UL << 30)
#define HUGE_2M (21U << 26)	/* MFD_HUGE_2MB, of linux/memfd.h */

enum {
	NOBODY = -1,
	proc_A, proc_B,
	PROCESSES,
	STARTING = 2,	/* the others are forked by the trace */
};

static const char *const name[] = {
	"A", "B",
};

static int file_F;
static int uffd;	/* each process has its own */

struct answer {
	int error;
	long touched, sigbus, sigsegv;
	long faults;
};

static int me = NOBODY;
static struct answer seen;	/* by this process, in its statement so far */

static struct {
	sem_t go[PROCESSES], born, done;
	pid_t parent, pid[PROCESSES];
	long start_kb[PROCESSES];
	struct answer answer;
} *shared;

static struct {
	unsigned long start, end;
	bool write;
} own[128];
static int owned;

static void die(const char *what)
{
	fprintf(stderr, "repro: %s\n", what);
	exit(1);
}

static void skip(const char *why)
{
	fprintf(stderr, "repro: skipped: %s\n", why);
	exit(4);
}

/* What the program itself is made of, before it maps anything for the trace. */
static void find_own_memory(void)
{
	char line[512], access[5];
	FILE *maps = fopen("/proc/self/maps", "r");

	while (maps && owned < 128 && fgets(line, sizeof(line), maps)) {
		if (strstr(line, "[vv") || strstr(line, "[vsyscall"))
			continue;
		if (sscanf(line, "%lx-%lx %4s", &own[owned].start, &own[owned].end, access) != 3 || access[0] != 'r')
			continue;
		own[owned++].write = access[1] == 'w' && access[3] == 'p';
	}
	if (!maps || owned == 128)
		die("/proc/self/maps is not as expected");
	fclose(maps);
}

/* So that no statement finds a page or a page table of the program itself missing. */
static void touch_own_memory(void)
{
	struct timespec now;
	int i;

	for (i = 0; i < owned; i++) {
		unsigned long address;

		for (address = own[i].start; address < own[i].end; address += 4096) {
			volatile char *byte = (volatile char *)address;
			char value = *byte;

			if (own[i].write)
				*byte = value;
		}
	}
	clock_gettime(CLOCK_REALTIME, &now);
}

/* VmPTE: the PTE, PMD and PUD tables of a process; a shared one counts in each of its sharers. */
static long page_table_kb(pid_t pid)
{
	char path[64], line[256];
	long kb = -1;
	FILE *status;

	snprintf(path, sizeof(path), "/proc/%d/status", pid);
	status = fopen(path, "r");
	while (status && kb < 0 && fgets(line, sizeof(line), status))
		sscanf(line, "VmPTE: %ld", &kb);
	if (kb < 0)
		die("no VmPTE in /proc/PID/status");
	fclose(status);
	return kb;
}

/* Returns when it is posted, by a process that lives. */
static void await(sem_t *semaphore, pid_t poster)
{
	struct timespec limit;

	do {
		clock_gettime(CLOCK_REALTIME, &limit);
		limit.tv_sec++;
		if (!sem_timedwait(semaphore, &limit))
			return;
	} while (!kill(poster, 0));
	die("a process has died");
}

/* A fault that this one owns is a SIGBUS, so nobody needs to read it. */
static int open_userfaultfd(void)
{
	struct uffdio_api api = { .api = UFFD_API, .features = UFFD_FEATURE_SIGBUS };
	int fd = syscall(SYS_userfaultfd, O_CLOEXEC | UFFD_USER_MODE_ONLY);

	return fd < 0 || ioctl(fd, UFFDIO_API, &api) ? -1 : fd;
}

/* As fork(2). The child, with all of its own memory there, runs on as that process of the trace. */
static pid_t fork_into(int process)
{
	pid_t pid = fork();

	if (pid < 0)
		die("fork has failed");
	if (pid == 0) {
		me = process;
		uffd = open_userfaultfd();
		touch_own_memory();
		sem_post(&shared->born);
		return 0;
	}
	await(&shared->born, pid);
	shared->pid[process] = pid;
	shared->start_kb[process] = page_table_kb(pid);
	return pid;
}

static const char *name_of_error(int error)
{
	static const char *const names[] = {
		"0", [EPERM] = "EPERM", [ENOENT] = "ENOENT", [EBADF] = "EBADF", [EAGAIN] = "EAGAIN",
		[ENOMEM] = "ENOMEM", [EACCES] = "EACCES", [EFAULT] = "EFAULT", [EBUSY] = "EBUSY",
		[EEXIST] = "EEXIST", [ENODEV] = "ENODEV", [EINVAL] = "EINVAL", [EFBIG] = "EFBIG",
		[ENOSPC] = "ENOSPC", [ENOSYS] = "ENOSYS", [EOPNOTSUPP] = "EOPNOTSUPP",
	};
	const int count = sizeof(names) / sizeof(names[0]);

	return error >= 0 && error < count && names[error] ? names[error] : strerror(error);
}

static void print_answer(int line, const char *statement)
{
	const struct answer *answer = &shared->answer;
	const char *comma = "";
	int i;

	printf("{\"line\":%d,\"statement\":\"%s\",\"result\":\"%s\",", line, statement, name_of_error(answer->error));
	printf("\"touched\":%ld,\"faults\":%ld,\"sigbus\":%ld,\"sigsegv\":%ld,",
	       answer->touched, answer->faults, answer->sigbus, answer->sigsegv);
	printf("\"page_table_kb\":{");
	for (i = 0; i < PROCESSES; i++) {
		if (!shared->pid[i])
			continue;
		printf("%s\"%s\":%ld", comma, name[i], page_table_kb(shared->pid[i]) - shared->start_kb[i]);
		comma = ",";
	}
	printf("}}\n");
}

/*
 * Every process runs trace() from top to bottom and does what it has the turn for; the first one gives the turns,
 * and has each answer to tell. True in the process that is to act.
 */
static bool turn(int process, int line, const char *statement)
{
	if (me == process)
		await(&shared->go[me], shared->parent);
	if (me != NOBODY)
		return me == process;

	sem_post(&shared->go[process]);
	await(&shared->done, shared->pid[process]);
	print_answer(line, statement);
	return false;
}

/* Ends the turn with what the system call returned. */
static void answer(long returned)
{
	seen.error = returned == -1 ? errno : 0;
	shared->answer = seen;
	memset(&seen, 0, sizeof(seen));
	sem_post(&shared->done);
}

static long minor_faults(void)
{
	struct rusage usage;

	getrusage(RUSAGE_THREAD, &usage);
	return usage.ru_minflt;
}

static sigjmp_buf after_access;

static void on_signal(int signal)
{
	siglongjmp(after_access, signal);
}

static __attribute__((noinline)) void write_byte(unsigned long address)
{
	int signal = sigsetjmp(after_access, 0);

	if (signal == 0) {
		*(volatile char *)address = 1;
		seen.touched++;
	} else if (signal == SIGBUS) {
		seen.sigbus++;
	} else {
		seen.sigsegv++;
	}
}

static void touch_range(unsigned long start, unsigned long end, unsigned long step)
{
	unsigned long address;

	seen.faults -= minor_faults();
	for (address = start; address >= start && address < end; address += step)
		write_byte(address);
	seen.faults += minor_faults();
}

static void trace(void)
{
	if (turn(proc_A, 10, "mmap A F 8G..12G shared offset=8G"))
		answer((long)mmap((void *)(8 * G), 4 * G, PROT_READ | PROT_WRITE,
			MAP_SHARED | MAP_FIXED_NOREPLACE | MAP_NORESERVE, file_F, 8 * G));
	if (turn(proc_B, 11, "mmap B F 8G..12G shared offset=8G"))
		answer((long)mmap((void *)(8 * G), 4 * G, PROT_READ | PROT_WRITE,
			MAP_SHARED | MAP_FIXED_NOREPLACE | MAP_NORESERVE, file_F, 8 * G));
	if (turn(proc_A, 12, "touch A 8G..12G every=1G")) {
		touch_range(8 * G, 12 * G, G);
		answer(0);
	}
	if (turn(proc_B, 13, "touch B 8G..12G every=1G")) {
		touch_range(8 * G, 12 * G, G);
		answer(0);
	}
	if (turn(proc_A, 14, "uffd-register A 8G+512M..12G minor"))
		answer(ioctl(uffd, UFFDIO_REGISTER, &(struct uffdio_register){
			.range = { 8 * G + 512 * M, 3 * G + 512 * M }, .mode = UFFDIO_REGISTER_MODE_MINOR }));
	if (turn(proc_A, 15, "touch A 8G..12G every=1G")) {
		touch_range(8 * G, 12 * G, G);
		answer(0);
	}
	if (turn(proc_B, 16, "touch B 8G..12G every=1G")) {
		touch_range(8 * G, 12 * G, G);
		answer(0);
	}
}

static long read_number(const char *path)
{
	long number = 0;
	FILE *file = fopen(path, "r");

	if (file && fscanf(file, "%ld", &number) != 1)
		number = 0;
	if (file)
		fclose(file);
	return number;
}

static void check_huge_pages(const char *size, long needed)
{
	char path[128], why[160];
	long available;

	snprintf(path, sizeof(path), "/sys/kernel/mm/hugepages/hugepages-%s/free_hugepages", size);
	available = read_number(path);
	snprintf(path, sizeof(path), "/sys/kernel/mm/hugepages/hugepages-%s/resv_hugepages", size);
	available -= read_number(path);
	if (available >= needed)
		return;
	snprintf(why, sizeof(why), "it needs %ld free huge pages of %s, and there are %ld", needed, size, available);
	skip(why);
}

static int create_file(const char *name, unsigned int page, off_t size)
{
	int fd = memfd_create(name, MFD_CLOEXEC | MFD_HUGETLB | page);

	if (fd < 0)
		skip("no hugetlb memfd can be made here");
	if (ftruncate(fd, size))
		die("ftruncate has failed");
	return fd;
}

int main(void)
{
	struct sigaction action = { .sa_handler = on_signal, .sa_flags = SA_NODEFER };
	cpu_set_t cpus;
	int i;

	setvbuf(stdout, NULL, _IOLBF, 0);
	check_huge_pages("2048kB", 4);
	i = open_userfaultfd();
	if (i < 0)
		skip("no userfaultfd with UFFD_FEATURE_SIGBUS can be had here");
	close(i);
	file_F = create_file("F", HUGE_2M, 16 * G);
	CPU_ZERO(&cpus);
	CPU_SET(0, &cpus);
	if (sched_setaffinity(0, sizeof(cpus), &cpus))
		skip("it can't run on CPU 0");
	shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (shared == MAP_FAILED)
		die("mmap has failed");
	shared->parent = getpid();
	sem_init(&shared->born, 1, 0);
	sem_init(&shared->done, 1, 0);
	for (i = 0; i < PROCESSES; i++)
		sem_init(&shared->go[i], 1, 0);
	sigaction(SIGBUS, &action, NULL);
	sigaction(SIGSEGV, &action, NULL);
	/* A process that ends leaves no zombie, whoever has forked it. */
	signal(SIGCHLD, SIG_IGN);
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	find_own_memory();
	for (i = 0; i < STARTING && me == NOBODY; i++)
		fork_into(i);
	trace();
	if (me != NOBODY) {
		/* Alive, and with its tables, until the last answer is told. */
		await(&shared->go[me], shared->parent);
		return 0;
	}
	for (i = 0; i < PROCESSES; i++)
		sem_post(&shared->go[i]);
	while (wait(NULL) > 0)
		;
	return 0;
}
