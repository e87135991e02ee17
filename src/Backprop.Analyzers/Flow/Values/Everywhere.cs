namespace Backprop.Analyzers.Flow.Values;

/// <summary>
/// After a loop: the place, for every value of the loop's index, holds the value, as in <c>a[i] = tanh(z[i])</c>. Indices
/// are <see cref="Bound"/> terms. It holds for the iterations that ran; that the code only reads such elements is taken
/// from the code's own reading of them.
/// </summary>
internal sealed class Everywhere(Place place, Term value) : IEquatable<Everywhere>
{
    public Place Place { get; } = place;

    public Term Value { get; } = value;

    /// <summary>The value at one place, or null where this fact is not about that place.</summary>
    public Term? At(Place asked) =>
        Unifier.Match(Place.At(0), asked.At(0)) is { } binding ? binding.Apply(Value) : null;

    public bool Equals(Everywhere? other) => other is not null && Place.Equals(other.Place) && Value.Equals(other.Value);

    public override bool Equals(object? obj) => Equals(obj as Everywhere);

    public override int GetHashCode() => Place.GetHashCode();
}
