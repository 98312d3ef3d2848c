using System.Runtime.CompilerServices;
using Emulator.Accounting;
using Emulator.Probes;

namespace Tests.Walks;

/// <summary>Counts calls by function, misses of tables among them, and nothing else.</summary>
internal readonly struct CountingProbe() : IProbe, IHears<Entered>, IHears<Called>, IHears<Locked>
{
    private readonly long[] _counts = new long[KernelFunctions.Count];
    private readonly CostEvents _costs = new();
    private readonly CallTree _misses = new();

    public long this[KernelFunction function] => _counts[(int)function];

    public ReadOnlySpan<long> All => _counts;

    public void Clear() => Array.Clear(_counts);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Tell<E>(in E happened) where E : struct => Hearing.Tell(in this, in happened);

    public void On(in Entered happened) => _counts[(int)happened.Function]++;

    public void On(in Called happened) => _counts[(int)happened.Function] += happened.Times;

    public void On(in Locked happened)
    {
        var before = _misses[KernelFunction.TableMiss];
        _costs.Add(in happened, _misses);
        _counts[(int)KernelFunction.TableMiss] += _misses[KernelFunction.TableMiss] - before;
    }
}
