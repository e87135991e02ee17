namespace Backprop.Analyzers.Flow.Effects;

/// <summary>What is in a value: the numbers in all the objects that it refers to.</summary>
internal sealed partial class FlowRun
{
    private const int DeepestContent = 5;

    /// <summary>All numbers in a value, through the objects that it refers to.</summary>
    public Terms Content(FlowValue value) => Content(value, 0);

    // `var row = dW.AsSpan(...)`: another name for it, and no look at the numbers.
    private Terms ContentUnread(FlowValue value)
    {
        if (value.Targets.IsEmpty || !loopRun) return Content(value);
        loopRun = false;
        var terms = Content(value);
        loopRun = true;
        return terms;
    }

    public Terms Content(FlowValue value, FlowState? at)
    {
        var kept = state;
        state = at ?? state;
        var terms = Content(value, 0);
        state = kept;
        return terms;
    }

    private Terms Content(FlowValue value, int depth) =>
        value.Targets.Aggregate(value.Terms, (sum, target) => Atoms.Sum(sum, Content(target, depth)));

    private Terms Content(Place place, int depth)
    {
        if (depth > DeepestContent) return Atoms.Of(place);
        if (loopRun) Log.Read.Add(place.Child(Key.Elements, null, places));
        var sum = Terms.Zero;
        var any = false;
        for (var i = 0; i < place.Children.Count; i++)
        {
            var child = place.Children[i];
            if (Shapes.IsInteger(child.Type) || Shapes.IsInert(child.Type) && child.Type is not null) continue;
            if (state.Find(child) is not { } value)
            {
                // `step.Z[i] = e` where nobody assigned step.Z itself
                if (IsWrittenInside(child, depth)) sum = Atoms.Sum(sum, Content(child, depth + 1));
                continue;
            }

            any |= child.Key.Kind != KeyKind.Index;
            sum = Atoms.Sum(sum, value.Targets.Contains(place) ? Atoms.Sum(value.Terms, Atoms.Of(place)) : Content(value, depth + 1));
        }

        var known = IsBlank(place) || any && (place.Key.Kind == KeyKind.Fresh || state.Find(place.Child(Key.Elements, null, places)) is not null);
        return known ? sum : Atoms.Sum(sum, Atoms.Of(place));
    }

    private bool IsWrittenInside(Place place, int depth) => depth <= DeepestContent
        && place.Children.Any(child => state.Find(child) is not null || IsWrittenInside(child, depth + 1));
}
