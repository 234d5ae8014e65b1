// Counts the calls that change files below given folders, and at the n-th of them kills the process, tears the write,
// or fails. Preloaded into Node (LD_PRELOAD); libuv does its file work through libc, so every call comes by here.
//
//   FAULT_ROOTS=<folder>:<folder>  where calls count
//   FAULT=<mode> <n> <errno>       count | kill | tear | once | on, for a process of its own
//   FAULT_LOG=<file>               one line for each counted call
//
// A process that is warm already can be forked instead: opening ASK ends in the child as a descriptor, and in the
// parent, when the child has ended, as EEXIST. The request stands in the file that FAULT_REQUEST names.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define ASK "/hookpack-fault/fork"
#define LEAVE "/hookpack-fault/exit/"
#define REAL(name) ((__typeof__(&name))real(#name))

enum mode { OFF, COUNT, KILL, TEAR, ONCE, ON };
static struct { enum mode mode; long at; int error; long calls; } fault;
static char roots[8][PATH_MAX];
static int root_count;
static unsigned char below[65536]; // descriptors of files below a root
static int log_fd = -1;
static char request_file[PATH_MAX]; // kept, because the program's environment is not that of this process

static void *real(const char *name) {
  void *found = dlsym(RTLD_NEXT, name);
  if (!found) abort();
  return found;
}

static void arm(const char *text) {
  char mode[16] = "";
  if (!text || sscanf(text, "%15s %ld %d", mode, &fault.at, &fault.error) < 1) return;
  const char *names[] = {"off", "count", "kill", "tear", "once", "on"};
  for (int i = 0; i < 6; i++) if (!strcmp(mode, names[i])) fault.mode = (enum mode)i;
  fault.calls = 0;
}

__attribute__((constructor)) static void begin(void) {
  char given[8 * PATH_MAX];
  const char *named = getenv("FAULT_ROOTS");
  snprintf(given, sizeof given, "%s", named ? named : "");
  for (char *one = strtok(given, ":"); one && root_count < 8; one = strtok(NULL, ":"))
    snprintf(roots[root_count++], PATH_MAX, "%s", one);
  const char *request = getenv("FAULT_REQUEST");
  snprintf(request_file, sizeof request_file, "%s", request ? request : "");
  const char *log = getenv("FAULT_LOG");
  if (log) log_fd = REAL(open)(log, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  arm(getenv("FAULT"));
}

static int is_below(const char *path) {
  char whole[PATH_MAX * 2];
  if (!path || fault.mode == OFF) return 0;
  if (path[0] != '/') {
    char here[PATH_MAX];
    if (!getcwd(here, sizeof here)) return 0;
    snprintf(whole, sizeof whole, "%s/%s", here, path);
    path = whole;
  }
  for (int i = 0; i < root_count; i++) {
    size_t length = strlen(roots[i]);
    if (!strncmp(path, roots[i], length) && (path[length] == '/' || !path[length])) return 1;
  }
  return 0;
}

// A call relative to a folder's descriptor counts if the folder does.
static int is_below_at(int folder, const char *path) {
  if (path && path[0] != '/' && folder != AT_FDCWD) return folder >= 0 && folder < 65536 && below[folder];
  return is_below(path);
}

// libuv closes by the system call itself, so a number may have become that of something else: a pipe, a file elsewhere.
static int is_below_fd(int fd) {
  if (fault.mode == OFF || fd < 0 || fd >= 65536 || !below[fd]) return 0;
  char link[64], path[PATH_MAX];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length <= 0) return 0;
  path[length] = 0;
  below[fd] = path[0] == '/' && is_below(path);
  return below[fd];
}

static void die(void) {
  kill(getpid(), SIGKILL);
  for (;;) pause();
}

// Only calls that open can run out of descriptors, only those that give names can meet another device.
static int can_have(const char *name, int error) {
  if (error == EMFILE) return !strcmp(name, "open") || !strncmp(name, "mk", 2);
  if (error == EXDEV) return !strcmp(name, "rename") || !strncmp(name, "link", 4);
  return 1;
}

// What a call below a root is to do: 0 for its work, 1 for half of it and then `now_over`, -1 for an error.
static int step(const char *name, const char *what, int writes) {
  long n = __sync_add_and_fetch(&fault.calls, 1);
  if (log_fd >= 0) dprintf(log_fd, "%ld %s %s\n", n, name, what);
  if (fault.mode == COUNT || n < fault.at || (fault.mode != ON && n > fault.at)) return 0;
  if (fault.mode == KILL) die();
  if (fault.mode == TEAR) {
    if (!writes) die();
    return 1;
  }
  if (!can_have(name, fault.error)) return 0;
  // A disk that becomes full takes what still fits.
  if (writes && (fault.error == ENOSPC || fault.error == EDQUOT)) return 1;
  errno = fault.error;
  return -1;
}

static ssize_t now_over(void) {
  if (fault.mode == TEAR) die();
  errno = fault.error;
  return -1;
}

// ---- the fork ----

// V8 keeps its heap from children, and here a child is to go on with it.
int madvise(void *from, size_t size, int advice) {
  return advice == MADV_DONTFORK ? 0 : REAL(madvise)(from, size, advice);
}

static int forked(void) {
  FILE *request = fopen(request_file, "r");
  char mode[64] = "", out[PATH_MAX] = "", err[PATH_MAX] = "", log[PATH_MAX] = "", ended[PATH_MAX] = "";
  if (!request) abort();
  char *lines[] = {mode, out, err, log, ended};
  for (int i = 0; i < 5; i++) {
    if (!fgets(lines[i], i ? PATH_MAX : 64, request)) abort();
    lines[i][strcspn(lines[i], "\n")] = 0;
  }
  fclose(request);
  struct timespec from, to;
  clock_gettime(CLOCK_MONOTONIC, &from);
  pid_t child = fork();
  if (child == 0) {
    int (*again)(void *) = (int (*)(void *))dlsym(RTLD_DEFAULT, "uv_loop_fork");
    void *(*loop)(void) = (void *(*)(void))dlsym(RTLD_DEFAULT, "uv_default_loop");
    if (!again || !loop || again(loop())) abort();
    int flags = O_WRONLY | O_CREAT | O_TRUNC;
    int fds[] = {REAL(open)("/dev/null", O_RDONLY), REAL(open)(out, flags, 0644), REAL(open)(err, flags, 0644)};
    for (int i = 0; i < 3; i++) { dup2(fds[i], i); REAL(close)(fds[i]); }
    if (log[0]) log_fd = REAL(open)(log, flags | O_CLOEXEC, 0644);
    alarm(30);
    arm(mode);
    return REAL(open)("/dev/null", O_RDONLY | O_CLOEXEC);
  }
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {}
  clock_gettime(CLOCK_MONOTONIC, &to);
  long ms = (to.tv_sec - from.tv_sec) * 1000 + (to.tv_nsec - from.tv_nsec) / 1000000;
  FILE *answer = fopen(ended, "w");
  fprintf(answer, "%d %d %ld\n", WIFEXITED(status) ? WEXITSTATUS(status) : -1, WIFSIGNALED(status) ? WTERMSIG(status) : 0, ms);
  fclose(answer);
  errno = EEXIST;
  return -1;
}

// ---- files ----

static int opened(int fd, const char *path, int at) {
  if (fd >= 0 && fd < 65536) below[fd] = (unsigned char)is_below_at(at, path);
  return fd;
}

static int open_any(int at, const char *path, int flags, mode_t mode) {
  if (path && !strcmp(path, ASK)) return forked();
  if (path && !strncmp(path, LEAVE, strlen(LEAVE))) _exit(atoi(path + strlen(LEAVE)));
  int changes = (flags & (O_CREAT | O_TRUNC)) || (flags & O_ACCMODE) != O_RDONLY;
  if (changes && is_below_at(at, path) && step("open", path, 0)) return -1;
  return opened(REAL(openat)(at, path, flags, mode), path, at);
}

#define MODE_OF(flags) \
  mode_t mode = 0; \
  if ((flags) & (O_CREAT | __O_TMPFILE)) { va_list more; va_start(more, flags); mode = va_arg(more, mode_t); va_end(more); }

int open(const char *path, int flags, ...) { MODE_OF(flags) return open_any(AT_FDCWD, path, flags, mode); }
int open64(const char *path, int flags, ...) { MODE_OF(flags) return open_any(AT_FDCWD, path, flags | O_LARGEFILE, mode); }
int openat(int at, const char *path, int flags, ...) {
  MODE_OF(flags)
  // The wrapper of `openat` is what the others end in.
  int changes = (flags & (O_CREAT | O_TRUNC)) || (flags & O_ACCMODE) != O_RDONLY;
  if (changes && is_below_at(at, path) && step("open", path, 0)) return -1;
  return opened(REAL(openat)(at, path, flags, mode), path, at);
}
int openat64(int at, const char *path, int flags, ...) { MODE_OF(flags) return open_any(at, path, flags | O_LARGEFILE, mode); }
int creat(const char *path, mode_t mode) { return open_any(AT_FDCWD, path, O_CREAT | O_TRUNC | O_WRONLY, mode); }
int creat64(const char *path, mode_t mode) { return creat(path, mode); }

int close(int fd) {
  if (fd >= 0 && fd < 65536) below[fd] = 0;
  return REAL(close)(fd);
}

#define BYTES(name, list, args, half_args, count) \
  ssize_t name list { \
    if (!is_below_fd(fd)) return REAL(name) args; \
    int then = step(#name, "", 1); \
    if (then < 0) return -1; \
    if (then > 0) { if ((count) > 1) REAL(name) half_args; return now_over(); } \
    return REAL(name) args; \
  }
BYTES(write, (int fd, const void *data, size_t size), (fd, data, size), (fd, data, size / 2), size)
BYTES(pwrite, (int fd, const void *data, size_t size, off_t at), (fd, data, size, at), (fd, data, size / 2, at), size)
BYTES(pwrite64, (int fd, const void *data, size_t size, off64_t at), (fd, data, size, at), (fd, data, size / 2, at), size)
BYTES(writev, (int fd, const struct iovec *parts, int n), (fd, parts, n), (fd, parts, n / 2), n)
BYTES(pwritev, (int fd, const struct iovec *parts, int n, off_t at), (fd, parts, n, at), (fd, parts, n / 2, at), n)
BYTES(pwritev64, (int fd, const struct iovec *parts, int n, off64_t at), (fd, parts, n, at), (fd, parts, n / 2, at), n)

// Not done: a killed process loses nothing that it has not synced, and the sweep would take hours.
int fsync(int fd) { return is_below_fd(fd) ? (step("fsync", "", 0) ? -1 : 0) : REAL(fsync)(fd); }
int fdatasync(int fd) { return is_below_fd(fd) ? (step("fdatasync", "", 0) ? -1 : 0) : REAL(fdatasync)(fd); }

#define ON_FD(name, list, args) \
  int name list { return is_below_fd(fd) && step(#name, "", 0) ? -1 : REAL(name) args; }
ON_FD(fchmod, (int fd, mode_t mode), (fd, mode))
ON_FD(fchown, (int fd, uid_t user, gid_t group), (fd, user, group))
ON_FD(ftruncate, (int fd, off_t size), (fd, size))
ON_FD(ftruncate64, (int fd, off64_t size), (fd, size))
ON_FD(futimens, (int fd, const struct timespec times[2]), (fd, times))

#define ON_PATH(name, list, args) \
  int name list { return is_below(path) && step(#name, path, 0) ? -1 : REAL(name) args; }
ON_PATH(unlink, (const char *path), (path))
ON_PATH(rmdir, (const char *path), (path))
ON_PATH(remove, (const char *path), (path))
ON_PATH(mkdir, (const char *path, mode_t mode), (path, mode))
ON_PATH(chmod, (const char *path, mode_t mode), (path, mode))
ON_PATH(chown, (const char *path, uid_t user, gid_t group), (path, user, group))
ON_PATH(lchown, (const char *path, uid_t user, gid_t group), (path, user, group))
ON_PATH(truncate, (const char *path, off_t size), (path, size))
ON_PATH(truncate64, (const char *path, off64_t size), (path, size))
ON_PATH(mkstemp, (char *path), (path))
ON_PATH(symlink, (const char *target, const char *path), (target, path))
ON_PATH(link, (const char *from, const char *path), (from, path))
char *mkdtemp(char *path) { return is_below(path) && step("mkdtemp", path, 0) ? NULL : REAL(mkdtemp)(path); }

#define ON_PATH_AT(name, list, args) \
  int name list { return is_below_at(at, path) && step(#name, path, 0) ? -1 : REAL(name) args; }
ON_PATH_AT(unlinkat, (int at, const char *path, int flags), (at, path, flags))
ON_PATH_AT(mkdirat, (int at, const char *path, mode_t mode), (at, path, mode))
ON_PATH_AT(fchmodat, (int at, const char *path, mode_t mode, int flags), (at, path, mode, flags))
ON_PATH_AT(utimensat, (int at, const char *path, const struct timespec times[2], int flags), (at, path, times, flags))
ON_PATH_AT(symlinkat, (const char *target, int at, const char *path), (target, at, path))
ON_PATH_AT(linkat, (int from, const char *old, int at, const char *path, int flags), (from, old, at, path, flags))

int rename(const char *from, const char *to) {
  return (is_below(from) || is_below(to)) && step("rename", to, 0) ? -1 : REAL(rename)(from, to);
}
int renameat(int a, const char *from, int b, const char *to) {
  return (is_below_at(a, from) || is_below_at(b, to)) && step("rename", to, 0) ? -1 : REAL(renameat)(a, from, b, to);
}
int renameat2(int a, const char *from, int b, const char *to, unsigned flags) {
  return (is_below_at(a, from) || is_below_at(b, to)) && step("rename", to, 0) ? -1 : REAL(renameat2)(a, from, b, to, flags);
}
ssize_t copy_file_range(int in, off64_t *in_at, int fd, off64_t *at, size_t size, unsigned flags) {
  return is_below_fd(fd) && step("copy_file_range", "", 0) ? -1 : REAL(copy_file_range)(in, in_at, fd, at, size, flags);
}
