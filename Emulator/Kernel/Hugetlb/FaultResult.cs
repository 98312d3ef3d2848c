namespace Emulator.Kernel;

/// <summary>How a page fault ended.</summary>
public enum FaultResult
{
    /// <summary>The access can be tried again.</summary>
    Handled,

    /// <summary>VM_FAULT_SIGBUS: beyond the file's end, no page left, or a userfaultfd owns the fault.</summary>
    Sigbus,

    /// <summary>VM_FAULT_SIGSEGV: no mapping, or one that forbids the access.</summary>
    Sigsegv,
}
