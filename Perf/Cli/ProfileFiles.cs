using System.Globalization;
using Emulator.Accounting;
using Emulator.Costs;
using Emulator.Probes;
using Emulator.Reports;

namespace Perf.Cli;

/// <summary>Where cost profiles come from: those of Perf/Profiles by name, any other by its path, and the provisional one.</summary>
public static class ProfileFiles
{
    /// <summary>The one that is the same everywhere.</summary>
    internal const string Provisional = "provisional";

    private const string Prefix = "profiles/";

    private static readonly Lazy<IReadOnlyList<CostProfile>> Known = new(() => [ProvisionalProfile.Value, .. Embedded()]);

    /// <summary>All that have a name, in order.</summary>
    public static IReadOnlyList<CostProfile> All => Known.Value;

    /// <summary>How many functions a warning names.</summary>
    private const int NamedMax = 5;

    /// <summary>The same, and a word on standard error if costs are missing.</summary>
    /// <exception cref="BadInputException">There is none of that name.</exception>
    /// <exception cref="FormatException">The file is not a profile.</exception>
    internal static CostProfile Find(string name, Terminal terminal)
    {
        var profile = Find(name, out var missing);
        if (missing.Count == 0) return profile;
        var names = string.Join(", ", missing.Take(NamedMax).Select(function => function.CName())) + (missing.Count > NamedMax ? ", ..." : "");
        var (costs, are) = missing.Count == 1 ? ("cost", "is") : ("costs", "are");
        terminal.Error.WriteLine($"ptemu: {name}: {missing.Count} {costs} {are} not in the profile, and assumed, from half to double: {names}");
        return profile;
    }

    /// <summary>What <c>--profile</c> takes: a name of the list, or a file, whose missing costs are then assumed.</summary>
    /// <exception cref="BadInputException">There is none of that name.</exception>
    /// <exception cref="FormatException">The file is not a profile.</exception>
    public static CostProfile Find(string name) => Find(name, out _);

    private static CostProfile Find(string name, out IReadOnlyList<KernelFunction> missing)
    {
        missing = [];
        // The usual one needs no file read: a small run starts sooner.
        if (NameOf(ProvisionalProfile.Value) == name) return ProvisionalProfile.Value;
        // One alone: to read them all would make each start longer.
        if (Embedded(Prefix + name + ".json") is { } known) return known;
        if (!Path.Exists(name))
        {
            throw new BadInputException(
                $"there is no profile '{name}'; expected a file that ptemu calibrate wrote, or one of {string.Join(", ", All.Select(NameOf))}");
        }

        var profile = Parse(name, InputFile.Read(name, "a profile that ptemu calibrate wrote", File.ReadAllText));
        missing = StartingCosts.MissingFrom(profile);
        return StartingCosts.Complete(profile);
    }

    /// <summary>What stands beside a profile, and is likely meant for one.</summary>
    private static CostProfile Parse(string path, string text)
    {
        try
        {
            return ProfileFile.Parse(path, text);
        }
        catch (FormatException) when (Path.GetExtension(path) == ".jsonl")
        {
            throw new BadInputException(
                $"{path}: these are measurements, no profile; expected the one that was fitted to them, such as {Path.ChangeExtension(path, ".json")}");
        }
    }

    /// <summary>As it must be typed to have that profile where the provisional one is what is taken if nothing is said.</summary>
    internal static string OptionOf(string name) => name == Provisional ? "" : $" --profile {MailReport.Quoted(name)}";

    /// <summary>
    /// What a profile was fitted to, and held against: of one that comes with the program what does too, of a file the .jsonl beside it, which ptemu calibrate
    /// writes. Null where there is none, or another profile's.
    /// </summary>
    /// <param name="name">As <see cref="Find(string)"/> took it.</param>
    /// <exception cref="FormatException">The file beside it has no measurements.</exception>
    public static ObservationFile? MeasuredOf(CostProfile profile, string name)
    {
        ArgumentNullException.ThrowIfNull(profile);
        if (profile.MeasuredOn is null) return null;
        var isKnown = All.Any(known => NameOf(known) == name);
        var path = isKnown ? $"Perf/Profiles/{name}.jsonl" : Path.ChangeExtension(name, ".jsonl");
        using var stream = isKnown
            ? typeof(ProfileFiles).Assembly.GetManifestResourceStream($"measured/{name}.jsonl")
            : File.Exists(path) ? File.OpenRead(path) : null;
        if (stream is null) return null;
        using var reader = new StreamReader(stream);
        var file = ObservationFile.Parse(path, reader);
        return file.IsOf(profile) ? file : null;
    }

    /// <summary>The first word: the provisional profile's name says more.</summary>
    public static string NameOf(CostProfile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        return profile.Name.Split(':')[0];
    }

    /// <summary><c>NAME=NS</c>: another cost of one function. The profile's name says so.</summary>
    /// <exception cref="BadInputException">It is not of that form.</exception>
    public static CostProfile Set(CostProfile profile, string assignment)
    {
        ArgumentNullException.ThrowIfNull(profile);
        ArgumentNullException.ThrowIfNull(assignment);
        var cost = CostIn(assignment);
        var name = assignment.Split('=')[0];
        var function = KernelFunctions.Named(name)
            ?? throw new BadInputException($"--set: there is no function '{name}'; expected a name of docs/costs.md");
        return Named(profile.With(function, cost), assignment);
    }

    /// <summary><c>CONSUMER.PART=NS</c>: another cost of a part of a consumer of mmu notifiers (<c>kvm.entry=90</c>); null if it is of another form.</summary>
    /// <exception cref="BadInputException">It is not a cost.</exception>
    internal static CostProfile? SetConsumer(CostProfile profile, string assignment)
    {
        var cost = CostIn(assignment);
        if (assignment.Split('=')[0].Split('.') is not [var consumer, var part] || !ConsumerCost.PartNames.Contains(part)) return null;
        if (!profile.Consumers.TryGetValue(consumer, out var its)) return null;
        var parts = ConsumerCost.PartNames.Zip(its.Parts, (one, old) => one == part ? cost : old);
        return Named(profile.With(consumer, ConsumerCost.Of([.. parts])), assignment);
    }

    /// <summary>Before the colon, after which the provisional profile's name says more.</summary>
    private static CostProfile Named(CostProfile profile, string assignment)
    {
        var name = NameOf(profile);
        return profile.Named($"{name}{(name.Contains(" with ", StringComparison.Ordinal) ? ", " : " with ")}{assignment}{profile.Name[name.Length..]}");
    }

    /// <summary>The cost of an assignment, whatever its name.</summary>
    internal static Cost CostIn(string assignment)
    {
        if (assignment.Split('=') is not [_, var text]
            || !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var nanoseconds) || nanoseconds is not (>= 0 and < 1e12))
            throw new BadInputException($"--set '{assignment}' is not a cost; expected FUNCTION=NANOSECONDS, such as send_ipi=300");
        return new(nanoseconds, Cost.Given) { Low = nanoseconds, High = nanoseconds };
    }

    private static IEnumerable<CostProfile> Embedded() =>
        typeof(ProfileFiles).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).Order().Select(name => Embedded(name)!);

    /// <summary>Null if there is no such resource.</summary>
    private static CostProfile? Embedded(string resource)
    {
        using var stream = typeof(ProfileFiles).Assembly.GetManifestResourceStream(resource);
        if (stream is null) return null;
        using var reader = new StreamReader(stream);
        return ProfileFile.Parse($"Perf/Profiles/{resource[Prefix.Length..]}", reader.ReadToEnd());
    }
}
