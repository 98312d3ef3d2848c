using Emulator.Accounting;
using Emulator.Probes;

namespace Emulator.Costs;

/// <summary>
/// Functions whose calls are in one ratio in all the shapes, so that nothing tells their costs apart: one unknown, the cost of all of them
/// for each call of the first. The parts are in the ratio of what was assumed.
/// </summary>
internal sealed class FunctionGroup
{
    private readonly List<(KernelFunction Function, double CallsEach)> _members = [];
    private readonly CostProfile _assumed;

    private FunctionGroup(KernelFunction first, CostProfile assumed)
    {
        _assumed = assumed;
        _members.Add((first, 1));
    }

    internal IEnumerable<KernelFunction> Functions => _members.Select(member => member.Function);

    /// <summary>What was assumed for one call of the first with all that goes with it.</summary>
    internal double Assumed => _members.Sum(member => member.CallsEach * _assumed.NanosecondsOf(member.Function));

    /// <summary>The functions that are called in any of the shapes and have a cost of their own, in groups.</summary>
    internal static IReadOnlyList<FunctionGroup> Of(IReadOnlyList<CallTree> shapes, CostProfile assumed)
    {
        var groups = new List<FunctionGroup>();
        foreach (var function in assumed.Costs.Keys.Order())
        {
            if (shapes.All(calls => calls[function] == 0)) continue;
            if (!groups.Any(group => group.TryAdd(function, shapes))) groups.Add(new(function, assumed));
        }

        return groups;
    }

    internal double CallsIn(CallTree calls) => calls[_members[0].Function];

    /// <summary>The group's cost as the costs of its members.</summary>
    internal IEnumerable<KeyValuePair<KernelFunction, Cost>> Split(double nanoseconds, double low, double high, string source, bool isVirtual)
    {
        foreach (var (function, _) in _members)
        {
            var part = _assumed.NanosecondsOf(function) / Assumed;
            yield return KeyValuePair.Create(function, new Cost(nanoseconds * part, source)
            {
                Low = low * part,
                High = high * part,
                IsVirtual = isVirtual,
                IsFitted = true,
                FittedWith = [.. Functions.Where(other => other != function)],
            });
        }
    }

    private bool TryAdd(KernelFunction function, IReadOnlyList<CallTree> shapes)
    {
        var first = _members[0].Function;
        var one = shapes.First(calls => calls[first] > 0);
        var ratio = (double)one[function] / one[first];
        if (ratio == 0 || shapes.Any(calls => Math.Abs(calls[function] - (ratio * calls[first])) > 1e-9 * calls[first])) return false;
        _members.Add((function, ratio));
        return true;
    }
}

/// <summary>A function's part of a predicted time.</summary>
public readonly record struct FunctionCost(KernelFunction Function, long Calls, CostRange Time);
