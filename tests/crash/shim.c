/* Logs the operations of a process on the files below a folder (see tests/crash/__init__.py).
 *
 * LD_PRELOAD loads this library, whose functions replace the C library's functions that change
 * files. Each function makes the plain system call and appends the result to the log. One lock
 * keeps the log in the order of the operations. CRASH_ROOT is the path of the folder (without
 * symbolic links), and CRASH_LOG is the path of the log.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

/* The kinds of operations, with the same numbers as in tests/crash/log.py. */
enum kind { CREATE = 1, WRITE, RESIZE, SYNC, RENAME, LINK, UNLINK, MKDIR, RMDIR, CHMOD, SAY, OTHER, SYNC_ALL };

struct header {
    uint32_t kind, mode;
    uint64_t inode, offset, size;
    uint32_t path, other;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static const char *root = "";
static size_t root_length;
static int log_fd = -1;

__attribute__((constructor)) static void begin(void) {
    const char *path = getenv("CRASH_LOG");
    if (!path || !getenv("CRASH_ROOT")) return;
    root = getenv("CRASH_ROOT");
    root_length = strlen(root);
    int fd = syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    log_fd = fcntl(fd, F_DUPFD_CLOEXEC, 700); /* a number that the program does not use */
    syscall(SYS_close, fd);
}

static void append(struct header head, const char *path, const char *other, const void *data) {
    head.path = strlen(path);
    head.other = strlen(other);
    struct iovec parts[] = {{&head, sizeof head},
                            {(void *)path, head.path},
                            {(void *)other, head.other},
                            {(void *)data, head.size}};
    ssize_t all = sizeof head + head.path + head.other + head.size;
    if (syscall(SYS_writev, log_fd, parts, 4) != all) abort();
}

/* --- The files to log ------------------------------------------------------------------------- */

static int is_below(const char *path) {
    return log_fd >= 0 && !strncmp(path, root, root_length) &&
           (path[root_length] == '/' || !path[root_length]);
}

/* The path of an open file. For a file without a name, the former or intended path. */
static int path_of(int fd, char *path) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, PATH_MAX - 1);
    path[length < 0 ? 0 : length] = 0;
    return is_below(path);
}

/* The absolute form of a path, without following links. */
static int absolute(int folder, const char *name, char *path) {
    char base[PATH_MAX] = "";
    if (name[0] != '/' && folder == AT_FDCWD && !getcwd(base, sizeof base)) base[0] = 0;
    if (name[0] != '/' && folder != AT_FDCWD) path_of(folder, base);
    int length = snprintf(path, PATH_MAX, name[0] == '/' ? "%s%s" : "%s/%s", base, name);
    return length < PATH_MAX && is_below(path);
}

static struct stat status_of(int fd) {
    struct stat status = {0};
    int before = errno;
    fstat(fd, &status);
    errno = before;
    return status;
}

/* --- Opening ---------------------------------------------------------------------------------- */

static int open_any(int folder, const char *name, int flags, mode_t mode) {
    pthread_mutex_lock(&lock);
    int nameless = (flags & O_TMPFILE) == O_TMPFILE;
    int before = errno;
    int isnew = nameless || ((flags & O_CREAT) && faccessat(folder, name, F_OK, 0) != 0);
    errno = before;
    int fd = syscall(SYS_openat, folder, name, flags, mode);
    char path[PATH_MAX];
    if (fd >= 0 && (isnew || (flags & O_TRUNC)) && path_of(fd, path)) {
        struct stat status = status_of(fd);
        struct header head = {.mode = status.st_mode & 07777, .inode = status.st_ino};
        head.kind = isnew ? CREATE : RESIZE;
        append(head, isnew && !nameless ? path : "", "", 0);
    }
    pthread_mutex_unlock(&lock);
    return fd;
}

#define MODE(flags, last)                                   \
    mode_t mode = 0;                                        \
    if ((flags) & (O_CREAT | (O_TMPFILE & ~O_DIRECTORY))) { \
        va_list more;                                       \
        va_start(more, last);                               \
        mode = va_arg(more, mode_t);                        \
        va_end(more);                                       \
    }

int open(const char *name, int flags, ...) {
    MODE(flags, flags)
    return open_any(AT_FDCWD, name, flags, mode);
}
int open64(const char *name, int flags, ...) {
    MODE(flags, flags)
    return open_any(AT_FDCWD, name, flags | O_LARGEFILE, mode);
}
int openat(int folder, const char *name, int flags, ...) {
    MODE(flags, flags)
    return open_any(folder, name, flags, mode);
}
int openat64(int folder, const char *name, int flags, ...) {
    MODE(flags, flags)
    return open_any(folder, name, flags | O_LARGEFILE, mode);
}
int creat(const char *name, mode_t mode) {
    return open_any(AT_FDCWD, name, O_CREAT | O_WRONLY | O_TRUNC, mode);
}
int creat64(const char *name, mode_t mode) { return creat(name, mode); }

/* --- Writing ---------------------------------------------------------------------------------- */

/* Log a write of `count` bytes that ended at `end` (-1 means the current offset). */
static void wrote(int fd, off_t end, ssize_t count) {
    char path[PATH_MAX];
    int before = errno;
    int is_output = fd == 1 || fd == 2;
    if (count > 0 && (path_of(fd, path) || (is_output && log_fd >= 0))) {
        struct stat status = status_of(fd);
        struct header head = {.inode = status.st_ino, .size = count};
        head.kind = is_below(path) ? WRITE : SAY;
        if (end < 0) end = lseek(fd, 0, SEEK_CUR);
        head.offset = head.kind == SAY ? fd : end - count;
        /* the descriptor may be write-only, so open the file again to read it */
        char link[64], *data = calloc(1, count);
        snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
        int again = head.kind == SAY ? -1 : syscall(SYS_openat, AT_FDCWD, link, O_RDONLY);
        if (again >= 0 && syscall(SYS_pread64, again, data, count, head.offset) != count) abort();
        if (again >= 0) syscall(SYS_close, again);
        if (again < 0 && head.kind == WRITE) abort();
        append(head, head.kind == WRITE ? path : "", "", data);
        free(data);
    }
    errno = before;
}

#define LOGGED(call, end)                     \
    pthread_mutex_lock(&lock);                \
    ssize_t count = call;                     \
    wrote(fd, end, count);                    \
    pthread_mutex_unlock(&lock);              \
    return count;

ssize_t write(int fd, const void *data, size_t size) { LOGGED(syscall(SYS_write, fd, data, size), -1) }
ssize_t writev(int fd, const struct iovec *parts, int n) { LOGGED(syscall(SYS_writev, fd, parts, n), -1) }
ssize_t pwrite64(int fd, const void *data, size_t size, off64_t offset) {
    LOGGED(syscall(SYS_pwrite64, fd, data, size, offset), offset + count)
}
ssize_t pwrite(int fd, const void *data, size_t size, off_t offset) {
    return pwrite64(fd, data, size, offset);
}
ssize_t pwritev64v2(int fd, const struct iovec *parts, int n, off64_t offset, int flags) {
    LOGGED(syscall(SYS_pwritev2, fd, parts, n, (long)offset, 0L, flags),
           offset < 0 ? -1 : offset + count)
}
ssize_t pwritev2(int fd, const struct iovec *parts, int n, off_t offset, int flags) {
    return pwritev64v2(fd, parts, n, offset, flags);
}
ssize_t pwritev64(int fd, const struct iovec *parts, int n, off64_t offset) {
    return pwritev64v2(fd, parts, n, offset, 0);
}
ssize_t pwritev(int fd, const struct iovec *parts, int n, off_t offset) {
    return pwritev64v2(fd, parts, n, offset, 0);
}
ssize_t copy_file_range(int from, off64_t *at, int fd, off64_t *to, size_t size, unsigned flags) {
    LOGGED(syscall(SYS_copy_file_range, from, at, fd, to, size, flags), to ? *to : -1)
}
ssize_t sendfile64(int fd, int from, off64_t *at, size_t size) {
    LOGGED(syscall(SYS_sendfile, fd, from, at, size), -1)
}
ssize_t sendfile(int fd, int from, off_t *at, size_t size) { return sendfile64(fd, from, at, size); }

/* --- Sizes, modes, syncs ---------------------------------------------------------------------- */

static void note(int failed, int fd, enum kind kind, uint64_t offset, mode_t mode) {
    char path[PATH_MAX];
    int before = errno;
    if (!failed && path_of(fd, path)) {
        struct stat status = status_of(fd);
        append((struct header){kind, mode, status.st_ino, offset, 0, 0, 0}, path, "", 0);
    }
    errno = before;
}

#define NOTED(call, kind, offset, mode)       \
    pthread_mutex_lock(&lock);                \
    int failed = call;                        \
    note(failed, fd, kind, offset, mode);     \
    pthread_mutex_unlock(&lock);              \
    return failed;

int fsync(int fd) { NOTED(syscall(SYS_fsync, fd), SYNC, 0, 0) }
int fdatasync(int fd) { NOTED(syscall(SYS_fdatasync, fd), SYNC, 0, 0) }

static int sync_all(int fd) {
    pthread_mutex_lock(&lock);
    int failed = fd < 0 ? syscall(SYS_sync) : syscall(SYS_syncfs, fd);
    if (!failed && log_fd >= 0) append((struct header){.kind = SYNC_ALL}, "", "", 0);
    pthread_mutex_unlock(&lock);
    return failed;
}
void sync(void) { sync_all(-1); }
int syncfs(int fd) { return sync_all(fd); }

int ftruncate64(int fd, off64_t size) { NOTED(syscall(SYS_ftruncate, fd, size), RESIZE, size, 0) }
int ftruncate(int fd, off_t size) { return ftruncate64(fd, size); }
int fchmod(int fd, mode_t mode) { NOTED(syscall(SYS_fchmod, fd, mode), CHMOD, 0, mode) }

int fallocate64(int fd, int how, off64_t offset, off64_t size) {
    NOTED(syscall(SYS_fallocate, fd, how, offset, size), how ? OTHER : RESIZE, status_of(fd).st_size, 0)
}
int fallocate(int fd, int how, off_t offset, off_t size) { return fallocate64(fd, how, offset, size); }
int posix_fallocate64(int fd, off64_t offset, off64_t size) {
    return fallocate64(fd, 0, offset, size) ? errno : 0;
}
int posix_fallocate(int fd, off_t offset, off_t size) { return posix_fallocate64(fd, offset, size); }

int truncate64(const char *name, off64_t size) {
    int fd = syscall(SYS_openat, AT_FDCWD, name, O_WRONLY | O_CLOEXEC);
    int failed = fd < 0 ? -1 : ftruncate64(fd, size);
    int before = errno;
    if (fd >= 0) syscall(SYS_close, fd);
    errno = before;
    return failed;
}
int truncate(const char *name, off_t size) { return truncate64(name, size); }

int fchmodat(int folder, const char *name, mode_t mode, int flags) {
    int fd = syscall(SYS_openat, folder, name, O_RDONLY | O_CLOEXEC);
    int failed = fd < 0 ? syscall(SYS_fchmodat, folder, name, mode, flags) : fchmod(fd, mode);
    int before = errno;
    if (fd >= 0) syscall(SYS_close, fd);
    errno = before;
    return failed;
}
int chmod(const char *name, mode_t mode) { return fchmodat(AT_FDCWD, name, mode, 0); }

/* --- Names ------------------------------------------------------------------------------------ */

static int name_change(enum kind kind, int folder, const char *name, int to, const char *other,
                       int flags, mode_t mode) {
    pthread_mutex_lock(&lock);
    char path[PATH_MAX], target[PATH_MAX] = "";
    struct stat status = {0};
    int below = absolute(folder, name, path);
    if (other) below = absolute(to, other, target) || below;
    if (kind == LINK) {
        int before = errno; /* a file without a name is linked through /proc/self/fd */
        fstatat(folder, name, &status, flags & AT_SYMLINK_FOLLOW ? 0 : AT_SYMLINK_NOFOLLOW);
        errno = before;
    }
    int failed = kind == RENAME  ? syscall(SYS_renameat2, folder, name, to, other, flags)
                 : kind == LINK  ? syscall(SYS_linkat, folder, name, to, other, flags)
                 : kind == MKDIR ? syscall(SYS_mkdirat, folder, name, mode)
                                 : syscall(SYS_unlinkat, folder, name, flags);
    if (!failed && below) {
        if (kind == MKDIR) stat(path, &status); /* the mode depends on the umask */
        mode = status.st_mode & 07777;
        append((struct header){kind, mode, status.st_ino, flags, 0, 0, 0}, path, target, 0);
    }
    pthread_mutex_unlock(&lock);
    return failed;
}

int renameat2(int from, const char *name, int to, const char *other, unsigned flags) {
    return name_change(RENAME, from, name, to, other, flags, 0);
}
int renameat(int from, const char *name, int to, const char *other) {
    return renameat2(from, name, to, other, 0);
}
int rename(const char *name, const char *other) { return renameat2(AT_FDCWD, name, AT_FDCWD, other, 0); }
int linkat(int from, const char *name, int to, const char *other, int flags) {
    return name_change(LINK, from, name, to, other, flags, 0);
}
int link(const char *name, const char *other) { return linkat(AT_FDCWD, name, AT_FDCWD, other, 0); }
int unlinkat(int folder, const char *name, int flags) {
    return name_change(flags & AT_REMOVEDIR ? RMDIR : UNLINK, folder, name, 0, NULL, flags, 0);
}
int unlink(const char *name) { return unlinkat(AT_FDCWD, name, 0); }
int rmdir(const char *name) { return unlinkat(AT_FDCWD, name, AT_REMOVEDIR); }
int mkdirat(int folder, const char *name, mode_t mode) {
    return name_change(MKDIR, folder, name, 0, NULL, 0, mode);
}
int mkdir(const char *name, mode_t mode) { return mkdirat(AT_FDCWD, name, mode); }
