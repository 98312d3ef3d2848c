using Emulator.Native;

namespace Emulator.Scenarios;

/// <summary>A file as the generator knows it.</summary>
/// <param name="Home">Where its offset 0 is mapped by processes that agree with each other.</param>
internal sealed record DrawnFile(string Name, ByteSize Size, bool IsGiga, VirtAddr Home)
{
    public ulong PageBytes => IsGiga ? Pud.Span : Pmd.Span;
}
