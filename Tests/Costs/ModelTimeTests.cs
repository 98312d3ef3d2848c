using System.Text.Json;
using Emulator.Accounting;
using Emulator.Experiments;
using Emulator.Probes;
using Emulator.Reports;
using Emulator.Scenarios;
using Emulator.Walks;
using Perf.Cli;
using Tests.Perf;

namespace Tests.Costs;

/// <summary>
/// Every <c>model_ns</c> has its interval beside it: the same one in every command, and a sum of them is that of all the calls together.
/// </summary>
public class ModelTimeTests
{
    // Two registrations, each with its tables; A exits with some.
    private const string Case =
        "machine cpus=8\nfile F 4G\nmmap A F 1T..1T+4G shared\nmmap B F 1T..1T+4G shared\ntouch A 1T..1T+4G every=1G\ntouch B 1T..1T+4G every=1G\n"
        + "uffd-register A 1T..1T+2G wp\nuffd-register A 1T+2G..1T+4G wp\nexit A\n";

    private static readonly string[] Names = ["model_ns", "model_ns_low", "model_ns_high"];

    [Theory]
    [InlineData("provisional")]
    [InlineData("epyc-zen3-kvm")]
    public void Run_has_the_interval_that_predict_has(string profile)
    {
        var run = Json("run", "-", "--json", "--profile", profile);
        Assert.Equal(Json("predict", "-", "--json", "--profile", profile).Select(Times), run.Select(Times));
        Assert.All(run.Select(Times), time => Assert.True(time.Low < time.Nanoseconds && time.Nanoseconds < time.High, $"{time}"));
    }

    /// <summary>What is off is off in every registration alike: the ends add up, as predict adds up the calls of a statement.</summary>
    [Fact]
    public void A_row_of_compare_is_the_sum_of_the_registrations()
    {
        var rows = Json("compare", "-", "--json", "--no-time", "--profile", "epyc-zen3-kvm");
        var registrations = Json("run", "-", "--json", "--profile", "epyc-zen3-kvm")
            .Where(row => row.GetProperty("statement").GetString()!.StartsWith("uffd-register", StringComparison.Ordinal))
            .Select(Times)
            .ToList();
        Assert.Equal(2, registrations.Count);
        var sum = registrations[0] + registrations[1];
        var row = Times(rows.First(one => one.GetProperty("walk").GetString() == "6.19"));
        Assert.Equal(sum.Nanoseconds, row.Nanoseconds, 0.2);
        Assert.Equal(sum.Low, row.Low, 0.2);
        Assert.Equal(sum.High, row.High, 0.2);
    }

    [Fact]
    public void Intervals_of_parts_add_up_to_that_of_all_their_calls()
    {
        var profile = Profile(0.25, fitted: 100, assumed: 10);
        var (one, other) = (Calls(3, 5), Calls(4, 6));
        Assert.Equal(new CostRange(350, (300 / 1.25) + 25, (300 * 1.25) + 100), profile.RangeOf(one));
        Assert.Equal(profile.RangeOf(Calls(7, 11)), profile.RangeOf(one) + profile.RangeOf(other));
    }

    [Fact]
    public void Where_the_fit_was_further_off_the_interval_is_wider()
    {
        var calls = Calls(3, 5);
        var (sure, unsure) = (Profile(0.1, 100, 10).RangeOf(calls), Profile(0.5, 100, 10).RangeOf(calls));
        Assert.Equal(sure.Nanoseconds, unsure.Nanoseconds);
        Assert.True(unsure.Low < sure.Low && sure.High < unsure.High, $"{sure}, {unsure}");
        var known = Profile(0, 100, 10).With(KernelFunction.Fork, new(10, "known") { Low = 10, High = 10 }).RangeOf(calls);
        Assert.Equal(new(350, 350, 350), known);
    }

    /// <summary>
    /// Only the sum was measured, 100 + 10 ns for a call of each: what is called as often is as sure, and of the rest any part may be either's.
    /// </summary>
    [Theory]
    [InlineData(1, 1, 110, 110, 110)]
    [InlineData(7, 7, 770, 770, 770)]
    [InlineData(1, 195, 2050, 110, 195 * 110)]
    [InlineData(0, 3, 30, 0, 330)]
    [InlineData(0, 0, 0, 0, 0)]
    public void Of_a_sum_that_was_fitted_only_equal_calls_are_sure(long sends, long targets, double value, double low, double high)
    {
        var calls = new CallTree();
        calls.Add(KernelFunction.SmpCallFunctionMany, sends);
        calls.Add(KernelFunction.SendIpi, targets);
        Assert.Equal(new(value, low / 1.25, high * 1.25), Fitted().RangeOf(calls));
        Assert.Equal(new(30, 0, 3 * 110 * 1.25), Fitted().RangeOf(KernelFunction.SendIpi, 3));
        Assert.Equal(new(10, 8, 12.5), Fitted().ShareOf(KernelFunction.SendIpi));
    }

    /// <summary>Setting one part of a sum does not make the others sure.</summary>
    [Fact]
    public void What_is_left_of_a_sum_is_between_nothing_and_all_of_it()
    {
        var profile = Fitted().With(KernelFunction.SendIpi, new(5, "known") { Low = 5, High = 5 });
        var calls = new CallTree();
        calls.Add(KernelFunction.SmpCallFunctionMany, 2);
        calls.Add(KernelFunction.SendIpi, 2);
        Assert.Equal(new(210, 10, 10 + (2 * 110 * 1.25)), profile.RangeOf(calls));
    }

    /// <summary>Two CPUs have one target, so the fit has the cost of a broadcast there; of many targets it has not.</summary>
    [Fact]
    public void A_broadcast_to_many_CPUs_is_not_as_sure_as_one_that_was_measured()
    {
        var (few, many) = (Broadcast(2), Broadcast(196));
        Assert.InRange(few.High / few.Low, 1, 1.5);
        Assert.InRange(many.High / many.Low, 20, 1000);

        static CostRange Broadcast(int cpus)
        {
            var text = Case.Replace("cpus=8", $"cpus={cpus}", StringComparison.Ordinal);
            var rows = Cli.RunWithInput(text, "run", "-", "--json", "--kernel", "6.16", "--profile", "epyc-zen3-kvm").Succeeded().Json;
            return Times(rows.First(row => row.GetProperty("statement").GetString()!.StartsWith("uffd-register", StringComparison.Ordinal)));
        }
    }

    [Fact]
    public void A_file_with_a_wider_spread_gives_a_wider_interval()
    {
        using var folder = new TemporaryFolder();
        var (narrow, wide) = (File("narrow", 0.05, 900, 1100), File("wide", 0.4, 200, 3000));
        foreach (var (one, other) in TimesOf("run", narrow).Zip(TimesOf("run", wide)).Concat(TimesOf("compare", narrow).Zip(TimesOf("compare", wide))))
        {
            Assert.Equal(one.Nanoseconds, other.Nanoseconds);
            Assert.True(other.Low < one.Low && one.High < other.High, $"{one}, {other}");
        }

        Assert.Equal(2, TimesOf("run", narrow).Count());

        string File(string name, double error, int low, int high)
        {
            var costs = $$"""
                "userfaultfd_register":{"ns":1000,"low":{{low}},"high":{{high}},"fitted":false,"virtual":false,"source":"s"},
                "huge_pte_lock":{"ns":50,"low":50,"high":50,"fitted":true,"virtual":false,"source":"s"}
                """;
            var text = FormattableString.Invariant($$$"""{"name":"{{{name}}}","relative_error":{{{error}}},"costs":{ {{{costs}}} }}""");
            return folder.Write($"{name}.json", text);
        }

        IEnumerable<CostRange> TimesOf(string verb, string path) =>
            Json([verb, "-", "--json", "--profile", path, .. verb == "compare" ? ["--no-time"] : Array.Empty<string>()])
                .Where(row => verb == "compare" || row.GetProperty("statement").GetString()!.StartsWith("uffd-register", StringComparison.Ordinal))
                .Select(Times);
    }

    [Fact]
    public void A_person_reads_the_same_interval()
    {
        var time = Times(Json("run", "-", "--json")[^1]);
        Assert.Equal(
            $"    model     {Duration.Of(time.Nanoseconds)} ({Duration.Of(time.Low)}..{Duration.Of(time.High)})", Cli.RunWithInput(Case, "run", "-").Lines[^1]);
        Assert.Equal("0ns", Duration.Of(default(CostRange)));
        var row = Times(Json("compare", "-", "--json", "--no-time").First(one => one.GetProperty("walk").GetString() == "6.16"));
        var lines = Cli.RunWithInput(Case, "compare", "-", "--no-time").Succeeded().Lines;
        var table = lines.SkipWhile(line => !line.Contains("kernel time", StringComparison.Ordinal));
        var cells = table.Single(line => line.StartsWith("6.16 ", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["6.16", Duration.Of(row.Nanoseconds), Duration.Between(row)], cells);
        Assert.Equal("modelled, with the costs of provisional", table.Last());
    }

    [Fact]
    public void A_flame_graph_says_how_sure_all_of_it_is()
    {
        using var folder = new TemporaryFolder();
        Cli.RunWithInput(Case, "flame", "-", "-o", folder.Root).Succeeded();
        var row = Times(Json("compare", "-", "--json", "--no-time").First(one => one.GetProperty("walk").GetString() == "6.19"));
        Assert.Contains($"; {Duration.Of(row)}; provisional", File.ReadAllText(Path.Combine(folder.Root, "stdin-6.19.svg")), StringComparison.Ordinal);
    }

    /// <summary>All of a walk's calls are in its frames, the misses of tables too: its time in the graph is that of compare.</summary>
    [Theory]
    [InlineData("provisional")]
    [InlineData("epyc-zen3-kvm")]
    public void A_flame_graph_takes_as_long_as_the_walk_does_in_compare(string name)
    {
        var profile = ProfileFiles.Find(name);
        var comparison = new WalkComparison(TraceParser.Parse("case", new StringReader(Case)), profile: profile);
        foreach (var row in WalkCatalog.Own.Select(comparison.Count))
        {
            var root = FlameReport.Of(row, profile);
            Assert.Equal(row.ModelTime.Nanoseconds, root.TotalNs, 1e-6 * row.ModelTime.Nanoseconds);
            Assert.Contains($"; {Duration.Of(row.ModelTime)}; ", FlameReport.Subtitle(row, profile), StringComparison.Ordinal);
            var misses = root.Stacks().Where(stack => stack.Names[^1] == KernelFunction.TableMiss.CName()).Sum(stack => stack.Calls);
            Assert.True(misses > 0 && misses == row[KernelFunction.TableMiss], $"{row.Walk.Name}: {misses} of {row[KernelFunction.TableMiss]} misses drawn");
        }
    }

    /// <summary>pud-scan counts what 6.19's walk counts, the misses of tables too: it takes as long.</summary>
    [Theory]
    [InlineData("scale/8T-shared-2")]
    [InlineData("seed/populated")]
    [InlineData("seed/shared-2")]
    [InlineData("sharers/16")]
    [InlineData("split/register-middle")]
    [InlineData("split/register-inside-1G")]
    public void The_walk_in_bulk_takes_as_long_as_the_one_that_it_is(string trace)
    {
        var path = Path.Combine(Repository.Traces, $"{trace}.trace");
        var comparison = new WalkComparison(TraceParser.Parse(path, new StringReader(File.ReadAllText(path))), profile: ProfileFiles.Find("epyc-zen3-kvm"));
        var (step, scan) = (comparison.Count(WalkCatalog.Find("6.19")!), comparison.Count(WalkCatalog.Find("pud-scan")!));
        Assert.True(step[KernelFunction.TableMiss] > 0);
        Assert.Equal(step.ModelTime, scan.ModelTime);
    }

    /// <summary>Two functions: one that was fitted, with the profile's error, and one that was assumed, from half to double.</summary>
    private static CostProfile Profile(double error, double fitted, double assumed) => new("p", new Dictionary<KernelFunction, Cost>
    {
        [KernelFunction.HugePteLock] = new(fitted, "s") { IsFitted = true },
        [KernelFunction.Fork] = new(assumed, "s"),
    })
    {
        RelativeError = error,
    };

    private static CostProfile Fitted() => new("p", new Dictionary<KernelFunction, Cost>
    {
        [KernelFunction.SmpCallFunctionMany] = new(100, "s") { IsFitted = true, FittedWith = [KernelFunction.SendIpi] },
        [KernelFunction.SendIpi] = new(10, "s") { IsFitted = true, FittedWith = [KernelFunction.SmpCallFunctionMany] },
    })
    {
        RelativeError = 0.25,
    };

    private static CallTree Calls(long locks, long forks)
    {
        var calls = new CallTree();
        calls.Add(KernelFunction.HugePteLock, locks);
        calls.Add(KernelFunction.Fork, forks);
        return calls;
    }

    private static IReadOnlyList<JsonElement> Json(params string[] words) => Cli.RunWithInput(Case, words).Succeeded().Json;

    private static CostRange Times(JsonElement row)
    {
        Assert.Equal(Names, Cli.Names(row).Where(name => name.StartsWith("model_ns", StringComparison.Ordinal)));
        var numbers = Names.Select(name => row.GetProperty(name).GetDouble()).ToList();
        return new(numbers[0], numbers[1], numbers[2]);
    }
}
