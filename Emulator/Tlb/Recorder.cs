using System.Runtime.CompilerServices;
using Emulator.Accounting;
using Emulator.Probes;

namespace Emulator.Tlb;

/// <summary>What reports are made of: the calls of a statement by stack, and the contents of every CPU's TLB.</summary>
/// <param name="tlb">The TLBs of all CPUs, which the kernels of a machine share.</param>
public sealed class Recorded(TlbContents tlb)
{
    /// <summary>The calls since the last <see cref="StartStatement"/>.</summary>
    public CallTree Calls { get; private set; } = new();

    public TlbContents Tlb => tlb;

    internal CostEvents Costs { get; private set; } = new();

    /// <summary>Counts into a new tree from here on; the old one stays as it is, for those who have it.</summary>
    public void StartStatement() => (Calls, Costs) = (new(), new());
}

/// <summary>The probe that keeps everything a report needs.</summary>
public readonly struct Recorder(Recorded into) : IProbe,
    IHears<Entered>, IHears<Left>, IHears<Called>, IHears<Locked>, IHears<Changed>, IHears<Translated>, IHears<Flushed>, IHears<Loaded>, IHears<Gone>
{
    public Recorder()
        : this(new Recorded(new()))
    {
    }

    public Recorded Into => into;

    public CallTree Calls => into.Calls;

    public TlbContents Tlb => into.Tlb;

    public void StartStatement() => into.StartStatement();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Tell<E>(in E happened) where E : struct => Hearing.Tell(in this, in happened);

    public void On(in Entered happened) => into.Calls.Enter(happened.Function);

    public void On(in Left happened) => into.Calls.Leave();

    public void On(in Called happened) => into.Calls.Add(happened.Function, happened.Times);

    public void On(in Locked happened) => into.Costs.Add(happened, into.Calls);

    public void On(in Changed happened) => into.Costs.Add(happened, into.Calls);

    public void On(in Translated happened) =>
        into.Tlb.Fill(happened.Cpu, happened.Mm, happened.Address, happened.Shift, happened.Leaf, happened.Table);

    public void On(in Flushed happened) => into.Tlb.Flush(happened.Cpu, happened.Mm, happened.What);

    public void On(in Loaded happened)
    {
        if (happened.Flushes) into.Tlb.Flush(happened.Cpu, happened.Mm, TlbFlush.Everything);
        if (happened.Evicted >= 0) into.Tlb.Flush(happened.Cpu, happened.Evicted, TlbFlush.Everything);
    }

    public void On(in Gone happened) => into.Tlb.Forget(happened.Mm);
}
