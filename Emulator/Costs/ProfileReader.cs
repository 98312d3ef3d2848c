using System.Text.Json;
using Emulator.Accounting;
using Emulator.Probes;

namespace Emulator.Costs;

/// <summary>Reads the JSON of a profile: every name known, every number in its range, or a message that says which is not.</summary>
internal sealed class ProfileReader(string path)
{
    internal CostProfile Read(JsonElement root)
    {
        Expect(root, "the file", JsonValueKind.Object);
        CheckNames(root, "the file", ["$schema", "name", "measured_on", "relative_error", "costs", ProfileFile.Consumers]);
        var costs = new Dictionary<KernelFunction, Cost>();
        foreach (var one in Property(root, "the file", "costs", JsonValueKind.Object).EnumerateObject())
        {
            var function = Function(one.Name);
            if (costs.ContainsKey(function)) throw Wrong($"'{one.Name}' is there twice", "each cost once");
            costs.Add(function, ReadCost(one.Name, one.Value));
        }

        foreach (var (function, cost) in costs) CheckGroup(function, cost, costs);
        return new(Text(root, "the file", "name"), costs)
        {
            MeasuredOn = root.TryGetProperty("measured_on", out var on) ? ReadMeasuredOn(on) : null,
            RelativeError = Number(root, "the file", "relative_error"),
            Consumers = root.TryGetProperty(ProfileFile.Consumers, out var consumers) ? ReadConsumers(consumers) : new Dictionary<string, ConsumerCost>(),
        };
    }

    private Dictionary<string, ConsumerCost> ReadConsumers(JsonElement all)
    {
        Expect(all, ProfileFile.Consumers, JsonValueKind.Object);
        var consumers = new Dictionary<string, ConsumerCost>();
        foreach (var one in all.EnumerateObject())
        {
            if (!StartingCosts.Value.Consumers.ContainsKey(one.Name))
                throw Wrong($"there is no consumer '{one.Name}'", $"one of {string.Join(", ", StartingCosts.Value.Consumers.Keys)}");
            if (!consumers.TryAdd(one.Name, ReadConsumer(one.Name, one.Value))) throw Wrong($"'{one.Name}' is there twice", "each consumer once");
        }

        return consumers;
    }

    private ConsumerCost ReadConsumer(string name, JsonElement consumer)
    {
        Expect(consumer, name, JsonValueKind.Object);
        CheckNames(consumer, name, [.. ConsumerCost.PartNames]);
        if (consumer.EnumerateObject().Count() > ConsumerCost.PartNames.Count) throw Wrong($"{name}: a part is there twice", "each once");
        return ConsumerCost.Of([.. ConsumerCost.PartNames.Select(part => ReadConsumerPart(name, part, consumer))]);
    }

    /// <summary>Nothing of a consumer is fitted: the fit's shapes have none.</summary>
    private Cost ReadConsumerPart(string name, string part, JsonElement consumer)
    {
        var cost = ReadCost($"{name}.{part}", Property(consumer, name, part, JsonValueKind.Object));
        if (cost.FittedWith.Count > 0) throw Wrong($"{name}.{part}: 'fitted_with' is there", "none: no shape has a consumer");
        return cost.IsFitted ? throw Wrong($"{name}.{part}: 'fitted' is true", "false: no shape has a consumer") : cost;
    }

    private MeasuredOn ReadMeasuredOn(JsonElement on)
    {
        const string Where = "measured_on";
        Expect(on, Where, JsonValueKind.Object);
        CheckNames(on, Where, ["machine", "cpus", "is_virtual", "kernel", "commit", "date", "load", "rounds", "hypervisor"]);
        return new(
            Text(on, Where, "machine"), (int)Number(on, Where, "cpus"), Flag(on, Where, "is_virtual"), Text(on, Where, "kernel"),
            Text(on, Where, "commit"), Text(on, Where, "date"), Text(on, Where, "load"))
        {
            Rounds = on.TryGetProperty("rounds", out _) ? (int)Number(on, Where, "rounds") : null,
            Hypervisor = on.TryGetProperty("hypervisor", out _) ? Text(on, Where, "hypervisor") : null,
        };
    }

    private Cost ReadCost(string name, JsonElement cost)
    {
        Expect(cost, name, JsonValueKind.Object);
        CheckNames(cost, name, ["ns", "low", "high", "fitted", "virtual", "fitted_with", "source"]);
        var (low, value, high) = (Number(cost, name, "low"), Number(cost, name, "ns"), Number(cost, name, "high"));
        if (low > value || value > high) throw Wrong($"{name}: low {low}, ns {value}, high {high}", "them in this order");
        return new(value, Text(cost, name, "source"))
        {
            Low = low,
            High = high,
            IsFitted = Flag(cost, name, "fitted"),
            IsVirtual = Flag(cost, name, "virtual"),
            FittedWith = cost.TryGetProperty("fitted_with", out var others) ? ReadFunctions(name, others) : [],
        };
    }

    /// <summary>A sum that was fitted: each function of it is there, and names all others.</summary>
    private void CheckGroup(KernelFunction function, Cost cost, Dictionary<KernelFunction, Cost> costs)
    {
        if (cost.FittedWith.Count == 0) return;
        var group = cost.FittedWith.Append(function).Order().ToList();
        var isWhole = cost.IsFitted && group.Distinct().Count() == group.Count
            && cost.FittedWith.All(other => costs.TryGetValue(other, out var its) && its.FittedWith.Append(other).Order().SequenceEqual(group));
        if (!isWhole) throw Wrong($"{function.CName()}: 'fitted_with' is not a group", "fitted costs, each of which names all others");
    }

    private KernelFunction[] ReadFunctions(string name, JsonElement list)
    {
        Expect(list, $"{name}.fitted_with", JsonValueKind.Array);
        return [.. list.EnumerateArray().Select(one => Function(one.ValueKind == JsonValueKind.String ? one.GetString()! : one.GetRawText()))];
    }

    private KernelFunction Function(string name) =>
        KernelFunctions.Named(name) ?? throw Wrong($"there is no function '{name}'", "a name of docs/costs.md");

    private string Text(JsonElement parent, string where, string name) => Property(parent, where, name, JsonValueKind.String).GetString()!;

    private double Number(JsonElement parent, string where, string name)
    {
        var number = Property(parent, where, name, JsonValueKind.Number).GetDouble();
        return number is >= 0 and < 1e15 ? number : throw Wrong($"{where}: '{name}' is {number}", "a number from 0 to 1e15");
    }

    private bool Flag(JsonElement parent, string where, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? value.GetBoolean()
            : throw Wrong($"{where}: '{name}' is neither true nor false", "one of them");

    private JsonElement Property(JsonElement parent, string where, string name, JsonValueKind kind)
    {
        if (!parent.TryGetProperty(name, out var value)) throw Wrong($"{where}: '{name}' is missing", $"a {kind}");
        Expect(value, $"{where}: '{name}'", kind);
        return value;
    }

    private void Expect(JsonElement value, string where, JsonValueKind kind)
    {
        if (value.ValueKind != kind) throw Wrong($"{where} is a {value.ValueKind}", $"a {kind}");
    }

    private void CheckNames(JsonElement value, string where, string[] known)
    {
        var strange = value.EnumerateObject().FirstOrDefault(one => !known.Contains(one.Name));
        if (strange.Value.ValueKind != JsonValueKind.Undefined) throw Wrong($"{where}: '{strange.Name}' is unknown", string.Join(", ", known));
    }

    private FormatException Wrong(string what, string expected) => new($"{path}: {what}; expected {expected}");
}
