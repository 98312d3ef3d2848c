namespace Tests.Perf;

/// <summary><c>ptemu compare --walk FILE.cs</c>, in processes of their own: a walk that is loaded once is in every list after it.</summary>
public sealed class WalkFileTests : IDisposable
{
    private static readonly string Mine = File.ReadAllText(Path.Combine(Repository.Root, "Tests", "Walks", "Runtime", "MinePerPud.cs"));

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_file_with_a_walk_has_a_row_beside_the_others()
    {
        var path = _folder.Write("my walk, 2nd+try.cs", Mine);
        var rows = ChildProcess.Run("compare", "--walk", path, "--no-time", Cli.Seed).Succeeded().Rows;
        Assert.Equal(9, rows.Count);
        Assert.Equal("1 1 1 1 1 0 0/0", string.Join(' ', rows["mine"]));
        Assert.Equal(rows["kravetz"], rows["mine"]);
    }

    [Fact]
    public void It_goes_into_a_mail_with_the_command_that_has_it()
    {
        var path = _folder.Write("mine.cs", Mine);
        var text = ChildProcess.Run("compare", "--base", "v5-patch", "--head", "mine", "--walk", path, Cli.Split, "--no-time").Succeeded().Output;
        Assert.StartsWith("v5-patch against mine, ", text, StringComparison.Ordinal);
        Assert.EndsWith($"    ptemu compare --base v5-patch --head mine --walk {path} {Cli.Split}\n", text, StringComparison.Ordinal);
    }

    /// <summary>Its counts are as cheap as any; what it forgot is said below the table, and is the exit status.</summary>
    [Fact]
    public void A_careless_walk_is_not_called_clean()
    {
        var walk = Path.Combine(Repository.Root, "Tests", "Walks", "Runtime", "Careless.cs");
        var result = ChildProcess.Run("compare", "--walk", walk, "--no-time", Cli.Seed);
        Assert.Equal(3, result.Status);
        Assert.Contains("careless: lock held: i_mmap_rwsem of F is not held for writing", result.Output, StringComparison.Ordinal);
        Assert.Contains("careless: obligation unpaid: a gather of A ended and still owed tlb_remove_table_sync_one", result.Output, StringComparison.Ordinal);
        Assert.Contains("careless: lock held: the vma lock is still held after the walk", result.Output, StringComparison.Ordinal);
        Assert.Equal("0/513", result.Rows["careless"][^1]);
    }

    [Fact]
    public void A_registration_that_is_refused_is_said()
    {
        var trace = _folder.Write("refused.trace", "file F 1G\nmmap A F 8G..9G shared\nuffd-register A 8G+4K..9G wp\n");
        var result = ChildProcess.Run("compare", "--no-time", trace).Succeeded();
        Assert.Contains("a registration was refused: EINVAL (v5-patch, kravetz, ", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("k.HugePteLock(vma, ptep)", "k.HugePteUnlock(vma, ptep)", 2, "FILE:27: CS1061: ")]
    [InlineData("public static string Name", "public static string Title", 2, "FILE:8: CS0535: ")]
    [InlineData("public static void Run", "public static unsafe void Run", 2, "FILE:16: CS0227: ")]
    [InlineData(": IUnshareWalk", "", 2, "FILE: no walk in it; expected a struct that implements IUnshareWalk")]
    [InlineData("\"mine\"", "\"6.1\"", 2, "FILE: there is a walk '6.1' already; expected a name that is not taken")]
    [InlineData("\"mine\"", "throw new NotSupportedException()", 2, "FILE: a walk's name, summary or date threw NotSupportedException: ")]
    [InlineData(
        "if (!vma.MayShare) return;", "throw new InvalidOperationException(\"oops\\nagain\");", 2,
        "FILE: the walk 'mine' threw InvalidOperationException: oops again")]
    [InlineData("if (!vma.MayShare) return;", "throw new FormatException(\"oops\");", 2, "FILE: the walk 'mine' threw FormatException: oops")]
    [InlineData("k.HugePmdUnshare(vma, address, ptep)", "k.IMmapLockWrite(vma.File)", 2, "FILE: with the walk 'mine', ")]
    public void A_file_that_is_no_safe_walk_is_refused(string code, string instead, int status, string message)
    {
        Assert.Contains(code, Mine, StringComparison.Ordinal);
        var path = _folder.Write("bad.cs", Mine.Replace(code, instead, StringComparison.Ordinal));
        string[] args = ["compare", "--walk", path, "--no-time", Cli.Seed];
        // What does not compile is not loaded either, so this process can do it, with a compiler that is warm.
        var result = message.Contains(": CS", StringComparison.Ordinal) ? Cli.Run(args) : ChildProcess.Run(args);
        Assert.Equal((status, ""), (result.Status, result.Output));
        Assert.Contains(message.Replace("FILE", path, StringComparison.Ordinal), result.Error, StringComparison.Ordinal);
        Assert.Single(result.Error.TrimEnd().Split('\n'));
    }

    /// <summary>A walk that fails only when it is measured, after it was counted.</summary>
    [Fact]
    public void A_walk_that_fails_later_is_named_too()
    {
        const string Check = "if (!vma.MayShare) return;";
        var path = _folder.Write("later.cs", Mine
            .Replace(Check, $"{Check} if (++_runs > 2) throw new InvalidOperationException(\"oops\");", StringComparison.Ordinal)
            .Replace("public static string Name", "private static int _runs; public static string Name", StringComparison.Ordinal));
        var result = ChildProcess.Run("compare", "--walk", path, Cli.Seed);
        Assert.Equal((2, "", $"ptemu: {path}: the walk 'mine' threw InvalidOperationException: oops\n"), (result.Status, result.Output, result.Error));
    }

    public void Dispose() => _folder.Dispose();
}
