namespace Backprop.Analyzers.Flow.Values;

/// <summary>
/// After a loop: the place, for every value of the loop's index, holds the value, as in <c>a[i] = tanh(z[i])</c>. Indices
/// are <see cref="Bound"/> terms. It holds for the iterations that ran; that the code only reads such elements is taken
/// from the code's own reading of them.
/// </summary>
internal sealed class Everywhere(Place place, Term value) : IEquatable<Everywhere>
{
    // Asked of each fact at every look for a cache; 0 is not asked yet.
    private sbyte recurrence;

    public Place Place { get; } = place;

    public Term Value { get; } = value;

    /// <summary>The value at one place, or null where this fact is not about that place.</summary>
    public Term? At(Place asked) =>
        Unifier.Match(Place.At(0), asked.At(0)) is { } binding ? binding.Apply(Value) : null;

    /// <summary>Made of other elements of the same array: <c>a[l + 1] = f(w[l] * a[l])</c>.</summary>
    public bool IsRecurrent
    {
        get
        {
            if (recurrence == 0)
                recurrence = (sbyte)(Place is Element filled && Value.SelfAndDescendants().Any(part => part is Element read && Place.Named(read.Receiver).Equals(Place.Named(filled.Receiver))) ? 1 : -1);
            return recurrence > 0;
        }
    }

    /// <summary>The place that a value lies in by this fact, or null where it says nothing of the value.</summary>
    public Place? HolderOf(Term value) => value is Computation && Unifier.Match(Value, value) is { } binding ? binding.Apply(Place) as Place : null;

    public bool Equals(Everywhere? other) => other is not null && Place.Equals(other.Place) && Value.Equals(other.Value);

    public override bool Equals(object? obj) => Equals(obj as Everywhere);

    public override int GetHashCode() => Place.GetHashCode();
}
