namespace Backprop.Analyzers.Flow.Effects;

/// <summary>
/// A part of an array that holds several matrices one after the other, told apart by where it begins: of
/// <c>p[offset + i * n + j]</c> the part at <c>offset</c>. Which element of it is meant is not known.
/// </summary>
internal sealed record Block(string Start)
{
    public override string ToString() => Start + "..";
}
