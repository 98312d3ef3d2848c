
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

/// <summary>One access of a process: how often it faulted well, and how it ended.</summary>
/// <param name="Faults">Page faults that were handled.</param>
/// <param name="End"><see cref="FaultResult.Handled"/> where the access went through, otherwise its signal.</param>
public readonly record struct AccessResult(int Faults, FaultResult End);

/// <summary>What became of the accesses to a range, one at a time or in bulk.</summary>
/// <param name="Touched">Accesses that succeeded.</param>
/// <param name="Faults">Page faults that were handled.</param>
/// <param name="Sigbus">Accesses that ended in that signal.</param>
/// <param name="Sigsegv">Accesses that ended in that one.</param>
public readonly record struct RangeAccess(long Touched, long Faults, long Sigbus, long Sigsegv)
{
    internal RangeAccess Plus(AccessResult result) => result.End switch
    {
        FaultResult.Sigbus => this with { Faults = Faults + result.Faults, Sigbus = Sigbus + 1 },
        FaultResult.Sigsegv => this with { Faults = Faults + result.Faults, Sigsegv = Sigsegv + 1 },
        _ => this with { Faults = Faults + result.Faults, Touched = Touched + 1 },
    };

    internal RangeAccess Plus(int touched, int faults) => this with { Touched = Touched + touched, Faults = Faults + faults };
}
