using Perf;
using Perf.Cli;

namespace Tests.Perf;

/// <summary>Bad input: exit status 2, one line that says what is wrong, and nothing on standard output. A bug is 1.</summary>
public sealed class BadInputTests : IDisposable
{
    private const string NothingRegistered = "file F 1G\nmmap A F 8G..9G shared\n";

    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("frobnicate", "'frobnicate'")]
    [InlineData("--frobnicate", "'--frobnicate'")]
    [InlineData("run", "TRACE is missing")]
    [InlineData("compare", "TRACE is missing")]
    [InlineData("run SEED --kernal 6.1", "no option '--kernal'")]
    [InlineData("compare SEED --head", "--head")]
    [InlineData("run SEED --kernel 9.9", "no kernel '9.9'; expected one of pre-v5, v5-patch, kravetz, 5.13, 6.0, 6.1, 6.2, 6.12, 6.15, 6.16, 6.19")]
    [InlineData("compare SEED --split=9.9", "no kernel '9.9'")]
    [InlineData("compare SEED --base nope --head 6.19", "no walk 'nope'; expected one of v5-patch, kravetz, 5.13, 6.1, 6.2, 6.16, 6.19")]
    [InlineData("compare SEED --base 6.12 --head 6.19", "no walk '6.12'; expected one of v5-patch, kravetz, 5.13, 6.1, 6.2, 6.16, 6.19")]
    [InlineData("compare SEED --base 6.12 --head 6.19", "; the release 6.12 runs the walk 6.2")]
    [InlineData("compare SEED --base 6.19 --head nope", "no walk 'nope'")]
    [InlineData("compare SEED --base 6.19", "--base and --head go together")]
    [InlineData("compare SEED --head 6.19", "--base and --head go together")]
    [InlineData("compare SEED --walk absent.cs", "absent.cs: can't be read")]
    [InlineData("flame SEED --walk nope --out FOLDER", "no walk 'nope'")]
    [InlineData("run absent.trace", "absent.trace: can't be read")]
    [InlineData("run SEED absent.trace", "absent.trace: can't be read")]
    [InlineData("run FOLDER", "FOLDER: can't be read: it is a folder; expected a trace")]
    [InlineData("compare FOLDER", "FOLDER: can't be read: it is a folder; expected a trace")]
    [InlineData("compare SEED --walk FOLDER", "FOLDER: can't be read: it is a folder; expected the C# file of a walk")]
    [InlineData("tlb FOLDER", "FOLDER: can't be read: it is a folder; expected an address trace")]
    [InlineData("bench --against FOLDER FOLDER", "FOLDER: can't be read: it is a folder; expected lines of ptemu bench --json")]
    [InlineData("predict SEED --profile FOLDER", "FOLDER: can't be read: it is a folder; expected a profile")]
    [InlineData("predict SEED --profile PROFILEl", "PROFILEl: these are measurements, no profile; expected the one that was fitted to them, such as PROFILE")]
    [InlineData("calibrate --from FOLDER --out FOLDER/a.json", "FOLDER: can't be read: it is a folder; expected measurements")]
    [InlineData("calibrate --from PROFILE --out FOLDER/a.json", "PROFILE: this is a profile, no measurements; expected what it was fitted to, such as ")]
    [InlineData("storm --seed -1", "--seed '-1' is out of range; expected a number from 0 to 18446744073709551615")]
    [InlineData("check --random 1 --seed -1", "--seed '-1' is out of range")]
    [InlineData("generate --seed 18446744073709551616", "--seed '18446744073709551616' is out of range")]
    [InlineData("generate --seed 1 --statements x", "--statements 'x' is out of range; expected a number from 1 to 10000")]
    [InlineData("generate", "--seed")]
    [InlineData("verify --random 1 --seed -1", "--seed '-1' is out of range")]
    [InlineData("verify --random -1", "--random '-1' is out of range; expected a number from 1 to 2147483647")]
    [InlineData("explore SEED --seconds -1", "--seconds '-1' is out of range; expected a number from 1 to 2147483647")]
    [InlineData("notifiers SEED --statement x", "--statement 'x' is out of range; expected a number from 1 to 2147483647")]
    [InlineData("tlb --pattern zipf --levels 3", "--levels '3' is out of range; expected a number from 4 to 5")]
    [InlineData("tlb --pattern zipf --accesses -1", "--accesses '-1' is out of range; expected a number from 0 to 9223372036854775807")]
    [InlineData("run EMPTY", "an argument is empty")]
    [InlineData("--out EMPTY", "an argument is empty")]
    [InlineData("--no-time --out SEED/sub", "SEED/sub: can't be written")]
    [InlineData("--no-time --out /proc/x", "/proc/x: can't be written")]
    [InlineData("--no-time --out /proc", "/proc: can't be written")]
    [InlineData("flame SEED --out SEED", "SEED: can't be written")]
    [InlineData("flame SEED --out /proc", "/proc: can't be written")]
    [InlineData("compare UNREGISTERED", "UNREGISTERED: nothing is registered; expected a uffd-register statement")]
    [InlineData("compare SEED UNREGISTERED --no-time", "UNREGISTERED: nothing is registered")]
    [InlineData("flame SEED UNREGISTERED --out FOLDER", "UNREGISTERED: nothing is registered")]
    [InlineData("flame SEED TWIN --out FOLDER", "SEED and TWIN: would be written to the same files")]
    [InlineData("flame SEED SEED --out FOLDER", "SEED and SEED: would be written to the same files")]
    [InlineData("scan --sizes 4K", "--sizes: '4K' is not a size of tables; expected a multiple of 8K up to 256G, such as 512K")]
    [InlineData("scan --sizes 32K,", "--sizes: '' is not a size of tables")]
    [InlineData("scan --sizes 32K,huge", "--sizes: 'huge' is not a size of tables")]
    [InlineData("scan --sizes 256G", "--sizes: 256G of tables don't fit; expected at most 80 % of the ")]
    [InlineData("bench --reference Scan", "there is no group 'Scan'; expected scan, walk, build, growth, tlb, start, host")]
    [InlineData("bench --sizes 8K", "--sizes goes with --reference")]
    [InlineData("bench --sharers 5", "--sharers goes with --reference")]
    [InlineData("bench --reference --sharers 5,x", "--sharers: 'x' is not a number of processes; expected 2 to 10000")]
    [InlineData("bench --reference --sharers 1", "--sharers: '1' is not a number of processes")]
    [InlineData("bench --reference --sharers 10001", "--sharers: '10001' is not a number of processes")]
    [InlineData("host SEED --repeat x", "'x'")]
    [InlineData("host SEED --repeat 0", "--repeat '0' is out of range; expected a number from 1 to 1000")]
    [InlineData("calibrate --repeat x", "--repeat 'x' is out of range; expected a number from 1 to 1000")]
    [InlineData("check --random x", "--random 'x' is out of range; expected a number from 1 to 1000000")]
    [InlineData("check --random 99999999999999", "--random '99999999999999' is out of range")]
    [InlineData("explore SEED", "SEED:1: there is no 'parallel' block; expected one, or ptemu run --check")]
    [InlineData("run SEED MALFORMED", "MALFORMED:2: ")]
    [InlineData("run EXABYTES", "EXABYTES:2: this is 1,099,511,627,776 huge pages; expected at most 250,000,000, by a smaller range or `machine hugepages=N`")]
    [InlineData("run BYTEWISE", "BYTEWISE:3: this is 17,179,869,184 accesses; expected at most 4,000,000,000, by a smaller range or a larger `every`")]
    public void Is_refused_before_anything_runs(string line, string message)
    {
        var names = new Dictionary<string, string>
        {
            ["SEED"] = Cli.Seed,
            ["FOLDER"] = _folder.Root,
            ["EMPTY"] = "",
            ["PROFILE"] = Path.Combine(Repository.Root, "Perf/Profiles/epyc-zen3-kvm.json"),
            ["EXABYTES"] = _folder.Write("exabytes.trace", "file F 1G\nfallocate A F 0..2048P\n"),
            ["BYTEWISE"] = _folder.Write("bytewise.trace", "file F 64T\nmmap A F 0..64T shared\ntouch A 0..64T every=4K\n"),
            ["UNREGISTERED"] = _folder.Write("unregistered.trace", NothingRegistered),
            ["TWIN"] = _folder.Write(Path.GetFileName(Cli.Seed), File.ReadAllText(Cli.Seed)),
            ["MALFORMED"] = _folder.Write("malformed.trace", "file F 1G\nmmap A F 8G..9G shard\n"),
        };
        var before = Directory.GetFileSystemEntries(_folder.Root);
        var result = Cli.Run([.. line.Split(' ').Select(Named)]);
        Assert.Equal((ExitStatus.BadInput, ""), (result.Status, result.Output));
        Assert.Contains(Named(message), result.Error, StringComparison.Ordinal);
        Assert.Single(result.Error.TrimEnd().Split('\n'));
        Assert.Equal(before, Directory.GetFileSystemEntries(_folder.Root));

        string Named(string text) => names.Aggregate(text, (word, name) => word.Replace(name.Key, name.Value, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("touch A 8G\nfrobnicate A\n", "-:2: ")]
    [InlineData("touch A eight\n", "-:1: ")]
    [InlineData("\0\u0001binary", "-:1: ")]
    public void Malformed_standard_input_is_told_by_its_line(string text, string message)
    {
        var result = Cli.RunWithInput(text, "run", "-", "--json");
        Assert.Equal((ExitStatus.BadInput, ""), (result.Status, result.Output));
        Assert.StartsWith(message, result.Error, StringComparison.Ordinal);
        Assert.Contains("; expected ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bug_is_status_1_and_shows_where()
    {
        using var error = new StringWriter();
        using var output = new BrokenWriter();
        Assert.Equal(ExitStatus.Broken, Ptemu.Run(["walks"], new Terminal(output, error, TextReader.Null, isInteractive: false)));
        Assert.Contains("a bug in ptemu itself", error.ToString(), StringComparison.Ordinal);
        Assert.Contains(nameof(BrokenWriter), error.ToString(), StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private sealed class BrokenWriter : StringWriter
    {
        public override void WriteLine(string? value) => throw new InvalidOperationException(nameof(BrokenWriter));
    }
}
