using Emulator.Kernel;
using Emulator.Native;

namespace Tests.Kernels;

/// <summary>VMAs that are in no machine, for the trees and lists that hold them.</summary>
internal static class VmaFactory
{
    public static Mm Mm { get; } = new(0, "A", 4, new(4096));

    public static HugetlbFile File { get; } = new(0, "F", ByteSize.FromGiga(64), Pmd.Span, bytes => new(bytes));

    /// <summary>Maps pages of 2M.</summary>
    public static Vma Of(int startPage, int pages, int offsetPage = 0)
    {
        var start = new VirtAddr((ulong)startPage * Pmd.Span);
        var range = new AddrRange(start, start + ((ulong)pages * Pmd.Span));
        return new(Mm, range, File, ByteSize.FromMega(2 * (ulong)offsetPage), VmFlags.Read | VmFlags.MayShare);
    }
}
