namespace Emulator.Kernel;

/// <summary>What a system call answers: 0, or an error by its name in errno.h.</summary>
public enum Errno
{
    None,
    EPERM,
    ENOENT,
    EAGAIN,
    ENOMEM,
    EACCES,
    EFAULT,
    EBUSY,
    EEXIST,
    EINVAL,
    EOVERFLOW,
    EFBIG,
    ENOSPC,
}
