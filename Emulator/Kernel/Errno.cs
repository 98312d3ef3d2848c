namespace Emulator.Kernel;

/// <summary>What a system call answers: 0, or an error by its name in errno.h.</summary>
public enum Errno
{
    None,
    EPERM,
    ENOMEM,
    EACCES,
    EBUSY,
    EEXIST,
    EINVAL,
    EOVERFLOW,
}
