using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Emulator.Native;
using Emulator.Reports;
using Emulator.Tlb;
using Perf.Bench;
using Perf.Cli;
using static Perf.Commands.TlbArguments;

namespace Perf.Commands;

/// <summary><c>ptemu tlb</c>: accesses through the TLBs of a real CPU.</summary>
internal static class TlbCommand
{
    private const int BlockCount = 1 << 15;
    private const long ProgressEach = 1 << 22;

    internal static Command Create(Terminal terminal)
    {
        var file = new Argument<string?>("FILE") { Description = "An address trace; .gz and .xz are unpacked", Arity = ArgumentArity.ZeroOrOne };
        var cpu = new Option<string?>("--cpu", "--preset") { Description = "A preset (--list); skylake-sp if not said", HelpName = "PRESET" };
        var l1 = new Option<string?>("--l1") { Description = "With --l2, instead of a preset: sets x ways, such as 16x4", HelpName = "SETSxWAYS" };
        var l2 = new Option<string?>("--l2") { Description = "Such as 128x12", HelpName = "SETSxWAYS" };
        var replacement = new Option<string>("--replacement")
        { Description = "lru or plru (tree-PLRU)", DefaultValueFactory = _ => "lru", HelpName = "POLICY" };
        var pages = new Option<string>("--pages") { Description = "Map pages of 4K, 2M or 1G", DefaultValueFactory = _ => "4K", HelpName = "SIZE" };
        var levels = new Option<int>("--levels") { Description = "4 or 5 levels of tables", DefaultValueFactory = _ => 4, HelpName = "N" };
        levels.Validators.Add(result => Options.InRange(result, 4, 5));
        var format = new Option<string?>("--format")
        { Description = "lackey, champsim, text or binary; by the file's name if not said", HelpName = "FORMAT" };
        var fetches = new Option<bool>("--fetches") { Description = "Instruction fetches too, as reads" };
        var pattern = new Option<string?>("--pattern") { Description = "Instead of a file: sequential, zipf or random", HelpName = "PATTERN" };
        var bytes = new Option<string>("--bytes") { Description = "The pattern's range", DefaultValueFactory = _ => "16G", HelpName = "SIZE" };
        var accesses = new Option<long>("--accesses") { Description = "How many", DefaultValueFactory = _ => 10_000_000, HelpName = "N" };
        accesses.Validators.Add(result => Options.InRange(result, 0, long.MaxValue));
        var list = new Option<bool>("--list") { Description = "The presets, with the source of each number" };
        var sweep = new Option<bool>("--sweep") { Description = "Where each level's hits break off as the working set grows, by preset" };
        var against = new Option<bool>("--against-reference") { Description = "Measure the model beside the same in C (needs a C compiler)" };
        var reference = new Option<string>("--reference")
        { Description = "The C source", DefaultValueFactory = _ => "Perf/reference/tlb.c", HelpName = "FILE" };
        var run = new Option<string?>("--run")
        {
            Description = "Instead: a trace as `run` takes it, in the TLBs of each CPU; its `machine cpu=` is the preset if --cpu is not said",
            HelpName = "TRACE",
        };
        var kernel = Options.Kernel();
        var json = Options.Json();
        var command = new Command("tlb", "Translate an address trace, or a pattern, in the TLBs of a real CPU")
        {
            file, cpu, l1, l2, replacement, pages, levels, format, fetches, pattern, bytes, accesses, list, sweep, against, reference, run, kernel, json,
        };
        Option[] ofAccesses = [pages, levels, format, fetches, pattern, bytes, accesses, list, sweep, against, reference];
        command.SetAction(parsed =>
        {
            var isJson = parsed.GetValue(json);
            if (parsed.GetValue(run) is not null && ofAccesses.FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false }) is { } beside)
                throw new BadInputException($"--run TRACE makes the accesses: expected no {beside.Name} beside it");
            if (parsed.GetValue(list)) List(isJson, terminal);
            else if (parsed.GetValue(sweep)) Sweep(Selected(parsed.GetValue(cpu)), Kind(parsed.GetRequiredValue(pages)), isJson, terminal);
            else if (parsed.GetValue(run) is { } path)
            {
                if (parsed.GetValue(file) is not null) throw new BadInputException("--run TRACE makes the accesses: expected no address trace beside it");
                var trace = TraceFiles.ReadToRun([path], terminal)[0];
                var model = Model(
                    parsed.GetValue(cpu) ?? (parsed.GetValue(l1) is null ? trace.Machine.Preset : null), parsed.GetValue(l1), parsed.GetValue(l2),
                    Replacement(parsed.GetRequiredValue(replacement)));
                return TlbTraceRun.Run(trace, TraceFiles.Kernel(parsed.GetRequiredValue(kernel)), model, isJson, terminal);
            }
            else if (parsed.GetValue(against)) AgainstReference(parsed.GetRequiredValue(reference), Size(parsed.GetRequiredValue(bytes)), isJson, terminal);
            else
            {
                var policy = Replacement(parsed.GetRequiredValue(replacement));
                var model = Model(parsed.GetValue(cpu), parsed.GetValue(l1), parsed.GetValue(l2), policy);
                var kind = Kind(parsed.GetRequiredValue(pages));
                using var arena = new FrameArena();
                using var accessed = new TlbRun(model, arena, kind, parsed.GetValue(levels));
                var what = (parsed.GetValue(file), parsed.GetValue(pattern)) switch
                {
                    ({ } address, null) => File(accessed, address, parsed.GetValue(format), parsed.GetValue(fetches), terminal),
                    (null, { } name) => Pattern(accessed, name, Size(parsed.GetRequiredValue(bytes)), parsed.GetValue(accesses), kind, terminal),
                    _ => throw new BadInputException("expected an address trace or --pattern, one of the two (ptemu tlb --help)"),
                };
                terminal.Output.WriteLine(isJson
                    ? TlbReport.Json(model, what, accessed.Unit.Counts, accessed.Pages)
                    : TlbReport.Text(model, what, accessed.Unit.Counts, accessed.Pages).TrimEnd('\n'));
            }

            return ExitStatus.Done;
        });
        return command;
    }

    private static string File(TlbRun run, string path, string? format, bool withFetches, Terminal terminal)
    {
        using var file = new AddressTraceFile(path);
        var trace = new AddressTrace(path, file.Content, format is null ? AddressTrace.FormatOf(path) : Format(format), withFetches);
        var done = 0L;
        try
        {
            foreach (var access in trace.Accesses())
            {
                run.Access(access.Address, access.Access);
                if (++done % ProgressEach != 0) continue;
                terminal.Progress($"{path}: {done:N0} accesses{file.Progress?.ToString(", 0 %", CultureInfo.InvariantCulture)}");
            }
        }
        catch (InvalidDataException exception)
        {
            throw new BadInputException($"{path}: {exception.Message}");
        }

        file.End();
        return path;
    }

    private static string Pattern(TlbRun run, string name, ByteSize bytes, long accesses, TlbEntryKind kind, Terminal terminal)
    {
        var pattern = PatternNamed(name);
        if (bytes.Bytes < Pt.Span || (pattern == AccessPattern.Zipf && bytes.Bytes / Pt.Span > ZipfRanks.CountMax))
        {
            throw new BadInputException($"--bytes {bytes}: expected 4K at least{(pattern == AccessPattern.Zipf ? ", and for zipf 1T at most" : "")}");
        }

        terminal.Progress($"{name}: mapping {bytes}");
        run.Map(new(VirtAddr.Zero, new(bytes.Bytes)));
        var accessed = new AddressPattern(pattern, bytes);
        var block = new ulong[BlockCount];
        for (long done = 0; done < accesses; done += block.Length)
        {
            if (accesses - done < block.Length) block = new ulong[accesses - done];
            accessed.Fill(block);
            foreach (var address in block) run.Access(new(address));
            if (done % ProgressEach == 0) terminal.Progress($"{name}: {done:N0} of {accesses:N0} accesses");
        }

        terminal.EndProgress();
        return $"{name} over {bytes} in pages of {$"{kind}"[4..]}";
    }

    private static void List(bool isJson, Terminal terminal)
    {
        if (!isJson)
        {
            terminal.Output.Write(TlbReport.List(CpuModels.All));
            return;
        }

        foreach (var model in CpuModels.All)
        {
            terminal.Output.WriteLine(JsonSerializer.Serialize(new
            {
                cpu = model.Name,
                title = model.Title,
                tlbs = model.Tlbs.Select(tlb => new
                {
                    level = tlb.Level,
                    sets = tlb.Sets,
                    ways = tlb.Ways,
                    pages = tlb.Holds.Select(kind => $"{kind}"[4..]),
                    source = tlb.Source,
                }),
                walk_caches = model.WalkCaches.Select(cache => new
                {
                    entries = cache.Entries,
                    holds = cache.Holds.Select(kind => $"{kind}"),
                    source = cache.Source,
                }),
            }));
        }
    }

    private static void Sweep(IReadOnlyList<CpuModel> models, TlbEntryKind kind, bool isJson, Terminal terminal)
    {
        var sweeps = models.Select(model => (model, kind, TlbSweep.Of(model, kind))).ToList();
        if (!isJson)
        {
            terminal.Output.Write(TlbReport.SweepTable(sweeps));
            return;
        }

        foreach (var (model, _, points) in sweeps)
        {
            foreach (var point in points)
            {
                terminal.Output.WriteLine(JsonSerializer.Serialize(new
                {
                    cpu = model.Name,
                    pages = point.Pages,
                    l1_hits = point.Counts.L1Hits,
                    l2_hits = point.Counts.L2Hits,
                    walks = point.Counts.Walks,
                    walk_references = point.Counts.References,
                }));
            }
        }
    }

    private static void AgainstReference(string source, ByteSize bytes, bool isJson, Terminal terminal)
    {
        var folder = Directory.CreateTempSubdirectory("ptemu-tlb-");
        try
        {
            var library = TlbReferenceRun.Build(source, folder.FullName);
            var table = new TextTable(12, 8, 10, 10, 7, 8);
            table.Add("pattern", "threads", "ours, ns", "C, ns", "ratio", "counts");
            foreach (var threads in new[] { 1, Environment.ProcessorCount }.Distinct())
            {
                foreach (var pattern in Enum.GetValues<AccessPattern>())
                {
                    var row = TlbReferenceRun.Measure(library, pattern, bytes, 2 * TlbReferenceRun.RoundsMin, threads, terminal);
                    if (isJson) PrintJson(row, terminal);
                    table.Add(
                        $"{pattern}".ToLowerInvariant(), $"{threads}", $"{row.OursNs:0.00}", $"{row.ReferenceNs:0.00}", $"{row.Ratio:0.00}",
                        row.IsEqual ? "equal" : "DIFFER");
                }
            }

            if (!isJson) terminal.Output.Write($"two levels of LRU TLB, 16x4 and 128x12, {bytes} of 4K pages: ns an access\n{table}{HostMachine.Describe()}\n");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void PrintJson(TlbReferenceRow row, Terminal terminal) => terminal.Output.WriteLine(JsonSerializer.Serialize(new
    {
        pattern = $"{row.Pattern}".ToLowerInvariant(),
        threads = row.Threads,
        ours_ns = row.OursNs,
        reference_ns = row.ReferenceNs,
        ratio = row.Ratio,
        counts_equal = row.IsEqual,
        machine = HostMachine.Describe(),
    }));
}
