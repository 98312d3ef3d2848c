using System.Text;

namespace Emulator.Accounting;

/// <summary>Names and order of <see cref="KernelFunction"/>.</summary>
public static class KernelFunctions
{
    private static readonly string[] CNames = Names();

    /// <summary>How many there are.</summary>
    public static int Count => CNames.Length;

    /// <summary>The functions whose calls the JSON answer lists, in its order.</summary>
    public static IEnumerable<KernelFunction> Counted
    {
        get
        {
            for (KernelFunction function = 0; function <= KernelFunction.PmdAlloc; function++) yield return function;
        }
    }

    /// <summary>The function of a C name; null if there is none.</summary>
    public static KernelFunction? Named(string name) =>
        Array.IndexOf(CNames, name) is >= 0 and var index ? (KernelFunction)index : null;

    /// <summary>The name in C, as a kernel developer greps for it.</summary>
    public static string CName(this KernelFunction function) => CNames[(int)function];

    private static string[] Names()
    {
        var names = new string[typeof(KernelFunction).GetEnumNames().Length];
        for (var function = 0; function < names.Length; function++) names[function] = NameOf((KernelFunction)function);
        return names;
    }

    private static string NameOf(KernelFunction function) => function switch
    {
        KernelFunction.IMmapLockWrite => "i_mmap_lock_write",
        KernelFunction.IMmapLockRead => "i_mmap_lock_read",
        KernelFunction.Mmap => "do_mmap",
        KernelFunction.Munmap => "do_vmi_munmap",
        KernelFunction.Exit => "exit_mmap",
        KernelFunction.Fork => "dup_mmap",
        KernelFunction.Mprotect => "do_mprotect_pkey",
        KernelFunction.Mremap => "do_mremap",
        KernelFunction.Madvise => "do_madvise",
        KernelFunction.Mlock => "do_mlock",
        KernelFunction.Fallocate => "hugetlbfs_fallocate",
        KernelFunction.Truncate => "hugetlb_vmtruncate",
        KernelFunction.UserfaultfdContinue => "mfill_atomic_hugetlb",
        KernelFunction.SwitchMm => "switch_mm_irqs_off",
        KernelFunction.PageFault => "handle_mm_fault",
        KernelFunction.SplitVma => "__split_vma",
        KernelFunction.UnmapHugepageRange => "__unmap_hugepage_range",
        KernelFunction.FlushTlbLocalFull => "flush_tlb_local",
        KernelFunction.FlushTlbOne => "flush_tlb_one_user",
        KernelFunction.AllocTable => "alloc_pages (table)",
        KernelFunction.FreeTable => "tlb_remove_table",
        KernelFunction.PudClear => "pud_clear",
        KernelFunction.SmpCallFunctionMany => "smp_call_function_many_cond",
        _ => SnakeCase(function.ToString()),
    };

    private static string SnakeCase(string name)
    {
        var text = new StringBuilder();
        foreach (var c in name)
        {
            if (char.IsUpper(c) && text.Length > 0) text.Append('_');
            text.Append(char.ToLowerInvariant(c));
        }

        return text.ToString();
    }
}
