"""The system calls that a worker may make, by machine; whatever is not named here is refused.

Those that are dangerous with some arguments only are not here: `confine_seccomp` has a rule for each.
"""

X86_64 = 0xC000003E
AARCH64 = 0xC00000B7

ALWAYS = {
    X86_64: {
        "read": 0, "write": 1, "close": 3, "stat": 4, "fstat": 5, "lstat": 6, "poll": 7, "lseek": 8,
        "munmap": 11, "brk": 12, "rt_sigaction": 13, "rt_sigprocmask": 14, "rt_sigreturn": 15,
        "pread64": 17, "readv": 19, "writev": 20, "access": 21, "pipe": 22, "select": 23, "sched_yield": 24,
        "mremap": 25, "msync": 26, "mincore": 27, "madvise": 28, "dup": 32, "nanosleep": 35, "getpid": 39,
        "sendto": 44, "recvfrom": 45, "exit": 60, "uname": 63, "getcwd": 79, "readlink": 89,
        "gettimeofday": 96, "getrlimit": 97, "getrusage": 98, "sysinfo": 99, "times": 100, "getuid": 102,
        "getgid": 104, "geteuid": 107, "getegid": 108, "getppid": 110, "sigaltstack": 131, "statfs": 137,
        "fstatfs": 138, "gettid": 186, "futex": 202, "sched_getaffinity": 204, "getdents64": 217,
        "set_tid_address": 218, "restart_syscall": 219, "fadvise64": 221, "clock_gettime": 228,
        "clock_getres": 229, "clock_nanosleep": 230, "exit_group": 231, "get_mempolicy": 239,
        "newfstatat": 262, "readlinkat": 267, "faccessat": 269, "pselect6": 270, "ppoll": 271,
        "set_robust_list": 273, "get_robust_list": 274, "eventfd2": 290, "pipe2": 293, "getcpu": 309,
        "getrandom": 318, "membarrier": 324, "statx": 332, "rseq": 334, "faccessat2": 439,
    },
    AARCH64: {
        "getcwd": 17, "eventfd2": 19, "dup": 23, "statfs": 43, "fstatfs": 44, "faccessat": 48, "close": 57,
        "pipe2": 59, "getdents64": 61, "lseek": 62, "read": 63, "write": 64, "readv": 65, "writev": 66,
        "pread64": 67, "pselect6": 72, "ppoll": 73, "readlinkat": 78, "newfstatat": 79, "fstat": 80,
        "exit": 93, "exit_group": 94, "set_tid_address": 96, "futex": 98, "set_robust_list": 99,
        "get_robust_list": 100, "nanosleep": 101, "clock_gettime": 113, "clock_getres": 114,
        "clock_nanosleep": 115, "sched_getaffinity": 123, "sched_yield": 124, "restart_syscall": 128,
        "sigaltstack": 132, "rt_sigaction": 134, "rt_sigprocmask": 135, "rt_sigreturn": 139, "times": 153,
        "uname": 160, "getrlimit": 163, "getrusage": 165, "getcpu": 168, "gettimeofday": 169, "getpid": 172,
        "getppid": 173, "getuid": 174, "geteuid": 175, "getgid": 176, "getegid": 177, "gettid": 178,
        "sysinfo": 179, "sendto": 206, "recvfrom": 207, "brk": 214, "munmap": 215, "mremap": 216,
        "fadvise64": 223, "msync": 227, "mincore": 232, "madvise": 233, "get_mempolicy": 236,
        "getrandom": 278, "membarrier": 283, "statx": 291, "rseq": 293, "faccessat2": 439,
    },
}  # fmt: skip

BY_ARGUMENT = {
    X86_64: {
        "open": 2, "mmap": 9, "mprotect": 10, "ioctl": 16, "clone": 56, "fcntl": 72, "tgkill": 234,
        "openat": 257, "prlimit64": 302, "clone3": 435,
    },
    AARCH64: {
        "fcntl": 25, "ioctl": 29, "openat": 56, "tgkill": 131, "clone": 220, "mmap": 222, "mprotect": 226,
        "prlimit64": 261, "clone3": 435,
    },
}  # fmt: skip
