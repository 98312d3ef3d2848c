using Emulator.Native;

namespace Emulator.Kernel;

/// <content>mremap of several VMAs at once: remap_move, mm/mremap.c (6.17).</content>
public sealed partial class Kernel<P>
{
    /// <summary>
    /// A move that keeps its length takes all VMAs of the range, one after the other, with the gaps between them; what was moved before
    /// an error stays moved. A VMA that a userfaultfd registered moves alone.
    /// <code>
    ///   |  A  |  gap  |  B  |   gap at the end   -->   |  A  |  gap  |  B  |
    /// </code>
    /// </summary>
    private Errno RemapMove(Mm mm, MremapRequest request, ulong length)
    {
        var (start, end) = (request.Old.Start, request.Old.Start + length);
        var distance = request.To!.Value.Value - start.Value;
        var (done, result) = (start, Errno.EFAULT);
        // Moving may split and unmap others, so each VMA is looked for when its turn comes.
        while (done < end && mm.Vmas.Overlapping(new(done, end)) is [var vma, ..])
        {
            var isFirst = done == start;
            if (isFirst && start < vma.Start) return Errno.EFAULT;
            if (vma.Uffd is not null && (!isFirst || vma.End < end)) return Errno.EFAULT;
            var piece = new AddrRange(vma.Start > start ? vma.Start : start, vma.End < end ? vma.End : end);
            result = MovePiece(mm, vma, request with { Old = piece, NewLength = piece.Length, To = new(piece.Start.Value + distance) });
            if (result != Errno.None) return result;
            done = vma.End < end ? piece.End : end;
        }

        return result;
    }

    private Errno MovePiece(Mm mm, Vma vma, MremapRequest request)
    {
        var (old, length) = (request.Old.Length.Bytes, request.NewLength.Bytes);
        if (RoundToHugePages(vma, request, ref old, ref length) is var error and not Errno.None) return error;
        if (length > (vma.End - request.Old.Start).Bytes) return Errno.EFAULT;
        return MremapTo(mm, request, old, length);
    }
}
