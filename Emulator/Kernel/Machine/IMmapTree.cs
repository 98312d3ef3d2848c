using Emulator.Native;

namespace Emulator.Kernel;

/// <summary>
/// The interval tree of a file's VMAs by file offset (mapping->i_mmap). Linux tries candidates for sharing in its order: by
/// offset, and among equals in the order of insertion, a forked VMA right behind its parent's. A treap with the links in
/// the VMA and parent pointers; the priorities are a fixed sequence, so every run builds the same tree.
/// </summary>
internal sealed class IMmapTree
{
    private Vma? _root;
    private uint _seed = 0x9E3779B9;

    public int Count { get; private set; }

    /// <summary>vma_interval_tree_insert: behind all with the same offset.</summary>
    public void Insert(Vma vma)
    {
        Vma? parent = null;
        for (var at = _root; at is not null; at = vma.FileOffset < at.FileOffset ? at.Left : at.Right) parent = at;
        Attach(vma, parent, asLeft: parent is not null && vma.FileOffset < parent.FileOffset);
    }

    /// <summary>vma_interval_tree_insert_after: right behind <paramref name="before"/>, which has the same offset.</summary>
    public void InsertAfter(Vma vma, Vma before)
    {
        Ensure.That(vma.FileOffset == before.FileOffset);
        if (before.Right is null)
        {
            Attach(vma, before, asLeft: false);
            return;
        }

        var parent = before.Right;
        while (parent.Left is not null) parent = parent.Left;
        Attach(vma, parent, asLeft: true);
    }

    public void Remove(Vma vma)
    {
        Ensure.That(vma.Parent is not null || _root == vma);
        while (vma.Left is not null || vma.Right is not null)
        {
            var isLeft = vma.Right is null || (vma.Left is not null && vma.Left.Priority > vma.Right.Priority);
            RotateUp(isLeft ? vma.Left! : vma.Right!);
        }

        var parent = vma.Parent;
        Replace(vma, null, parent);
        vma.Parent = null;
        for (var at = parent; at is not null; at = at.Parent) Update(at);
        Count--;
    }

    /// <summary>The first VMA, in tree order, that maps any byte of an inclusive range of the file.</summary>
    public Vma? First(ByteSize start, ByteSize last) => FirstBelow(_root, start, last);

    /// <summary>The next one after <paramref name="vma"/>.</summary>
    public static Vma? Next(Vma vma, ByteSize start, ByteSize last)
    {
        if (FirstBelow(vma.Right, start, last) is { } below) return below;
        for (var (child, at) = (vma, vma.Parent); at is not null; (child, at) = (at, at.Parent))
        {
            if (at.Left != child) continue;
            if (at.FileOffset > last) return null;
            if (start <= at.FileLast) return at;
            if (FirstBelow(at.Right, start, last) is { } right) return right;
        }

        return null;
    }

    private static Vma? FirstBelow(Vma? at, ByteSize start, ByteSize last)
    {
        while (at is not null && start <= at.SubtreeLast)
        {
            if (at.Left is not null && start <= at.Left.SubtreeLast)
            {
                at = at.Left;
                continue;
            }

            if (at.FileOffset > last) return null;
            if (start <= at.FileLast) return at;
            at = at.Right;
        }

        return null;
    }

    private void Attach(Vma vma, Vma? parent, bool asLeft)
    {
        Ensure.That(vma.Left is null && vma.Right is null && vma.Parent is null);
        _seed = (_seed * 1664525) + 1013904223;
        vma.Priority = _seed;
        vma.Parent = parent;
        if (parent is null) _root = vma;
        else if (asLeft) parent.Left = vma;
        else parent.Right = vma;
        for (var at = vma; at is not null; at = at.Parent) Update(at);
        while (vma.Parent is not null && vma.Parent.Priority < vma.Priority) RotateUp(vma);
        Count++;
    }

    private void RotateUp(Vma child)
    {
        var parent = child.Parent!;
        var grandparent = parent.Parent;
        if (parent.Left == child)
        {
            parent.Left = child.Right;
            if (child.Right is not null) child.Right.Parent = parent;
            child.Right = parent;
        }
        else
        {
            parent.Right = child.Left;
            if (child.Left is not null) child.Left.Parent = parent;
            child.Left = parent;
        }

        Replace(parent, child, grandparent);
        parent.Parent = child;
        Update(parent);
        Update(child);
    }

    private void Replace(Vma old, Vma? with, Vma? parent)
    {
        if (parent is null) _root = with;
        else if (parent.Left == old) parent.Left = with;
        else parent.Right = with;
        if (with is not null) with.Parent = parent;
    }

    private static void Update(Vma at)
    {
        var last = at.FileLast;
        if (at.Left is not null && at.Left.SubtreeLast > last) last = at.Left.SubtreeLast;
        if (at.Right is not null && at.Right.SubtreeLast > last) last = at.Right.SubtreeLast;
        at.SubtreeLast = last;
    }
}
