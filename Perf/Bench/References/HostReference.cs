using System.Diagnostics;
using System.Text;
using Emulator.Host;
using Emulator.Kernel;
using Emulator.Native;
using Emulator.Scenarios;
using Emulator.Walks;
using Perf.Cli;

namespace Perf.Bench;

/// <summary>
/// The emulated unshare beside this machine's kernel, which registers the same range: as many tables, each shared with a second process. The
/// kernel's time is that of the ioctl, in wall time; so is ours here.
/// </summary>
internal sealed class HostReference(bool makesPages, Terminal terminal)
{
    private const string Work = "walk 6.19";
    private const string Bulk = "walk pud-scan";
    private const string Warm = "walk pud-scan, again and again";
    private const string Reference = "this kernel's UFFDIO_REGISTER";
    private const double Target = 40;

    private static readonly TimeSpan WarmUpTime = TimeSpan.FromSeconds(1);

    /// <summary>How long the walk is repeated over the same tables, for the warm row.</summary>
    private static readonly TimeSpan AgainTime = TimeSpan.FromMilliseconds(2);

    private const int Runs = 5;
    private const int RegistrationsEach = 3;

    /// <returns>No row where this machine can't be asked; why is said.</returns>
    internal IReadOnlyList<RatioRow> Rows(int tables)
    {
        try
        {
            return Measure(tables);
        }
        catch (Exception reason) when (reason is HostException or TraceException)
        {
            terminal.Error.WriteLine($"ptemu: this machine's kernel is not measured: {reason.Message}");
            return [];
        }
    }

    private List<RatioRow> Measure(int tables)
    {
        using var runner = new HostRunner(new(Setup: makesPages));
        using var file = new TouchedFile(tables);
        file.TouchAll(file.Map("B"));
        var (faithful, bulk, warm, kernel) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        foreach (var name in (string[])["6.19", "pud-scan"]) Again(file, name, WarmUpTime);
        var trace = TraceParser.Parse("registrations", new StringReader(TraceOf(tables)));
        for (var run = 0; run < Runs; run++)
        {
            terminal.Progress($"this kernel, {tables} tables: run {run + 1}");
            kernel.AddRange(Registrations(runner.Run(trace), tables));
            while (faithful.Count < kernel.Count)
            {
                faithful.Add(Once(file, "6.19"));
                bulk.Add(Once(file, "pud-scan"));
                warm.Add(Again(file, "pud-scan", AgainTime));
            }
        }

        var size = $"{ByteSize.FromGiga((ulong)tables)}";
        return
        [
            RatioRow.Of(Bulk, bulk, Reference, kernel, size, Target) with { Tables = tables },
            RatioRow.Of(Work, faithful, Reference, kernel, size, target: null) with { Tables = tables },
            RatioRow.Of(Warm, warm, Reference, kernel, size, target: null) with { Tables = tables },
        ];
    }

    /// <summary>As the kernel is asked: a process maps the range, touches a page of each 1G, and the walk unshares them, once.</summary>
    /// <returns>Nanoseconds of the walk.</returns>
    private static double Once(TouchedFile file, string name)
    {
        var mm = file.Map("A");
        file.TouchAll(mm);
        var nanoseconds = Walked(file, name);
        file.Kernel.Exit(mm);
        return nanoseconds;
    }

    /// <summary>The same tables for a while, put back before each walk.</summary>
    /// <returns>
    /// Nanoseconds, the median. The last run's time would be no sample: a run that something interrupts is the likelier one to end the while.
    /// </returns>
    private static double Again(TouchedFile file, string name, TimeSpan time)
    {
        var mm = file.Map("A");
        file.TouchAll(mm);
        var before = new UnshareSnapshot(file.Machine, mm);
        var began = Stopwatch.GetTimestamp();
        var times = new List<double>();
        do
        {
            before.Restore();
            times.Add(Walked(file, name));
        }
        while (Stopwatch.GetElapsedTime(began) < time);
        file.Kernel.Exit(mm);
        return Contest.MedianOf(times);
    }

    private static double Walked(TouchedFile file, string name)
    {
        var (vma, walk) = (file.Machine.ProcessOf("A").Vmas.All[0], WalkCatalog.Find(name)!);
        file.Kernel.Tally = default;
        var started = Stopwatch.GetTimestamp();
        walk.Run(file.Kernel, vma);
        var nanoseconds = Stopwatch.GetElapsedTime(started).TotalNanoseconds;
        Ensure.That(file.Kernel.Tally.Unshared == (long)(file.Range.Length.Bytes / Pud.Span));
        return nanoseconds;
    }

    /// <summary>The times of the registrations, each of which must have cost the process all its tables.</summary>
    private static IEnumerable<double> Registrations(IReadOnlyList<HostAnswer> answers, int tables)
    {
        for (var i = 1; i < answers.Count; i++)
        {
            if (answers[i].Statement is not UffdRegisterStatement) continue;
            var lost = KilobytesOf(answers[i - 1]) - KilobytesOf(answers[i]);
            if (answers[i].Result != "0" || lost != 4L * tables)
            {
                throw new HostException(
                    $"a registration answered {answers[i].Result} and took {lost} kB of tables; expected 0 and {4L * tables}: it shares no tables");
            }

            yield return answers[i].Nanoseconds;
        }
    }

    private static long KilobytesOf(HostAnswer answer) => answer.PageTableKilobytes.Single(one => one.Key == "A").Value;

    private static string TraceOf(int tables)
    {
        var range = $"16T..16T+{tables}G";
        var text = new StringBuilder($"file F {tables}G\nmmap B F {range} shared\ntouch B {range} every=1G\n");
        for (var i = 0; i < RegistrationsEach; i++)
        {
            text.Append($"mmap A F {range} shared\ntouch A {range} every=1G\nuffd-register A {range} wp\n");
            text.Append($"uffd-unregister A {range}\nmunmap A {range}\n");
        }

        return text.ToString();
    }
}
