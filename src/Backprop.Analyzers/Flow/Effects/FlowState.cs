namespace Backprop.Analyzers.Flow.Effects;

/// <summary>What each place holds at one point of the code. A place without an entry holds what it held at the start.</summary>
internal sealed class FlowState
{
    private readonly Dictionary<Place, FlowValue> values;

    public FlowState() => values = new();

    private FlowState(FlowState other) => (values, Reachable) = (new(other.values), other.Reachable);

    /// <summary>False behind a return, break, continue or throw.</summary>
    public bool Reachable { get; set; } = true;

    public IEnumerable<KeyValuePair<Place, FlowValue>> Values => values;

    public FlowState Clone() => new(this);

    public FlowValue? Find(Place place) => values.TryGetValue(place, out var value) ? value : null;

    public void Set(Place place, FlowValue value) => values[place] = value;

    public void Forget(Place place) => values.Remove(place);

    /// <summary>Takes in what another path to the same point knows.</summary>
    public void Join(FlowState other, Func<Place, FlowValue> start, AtomTable atoms)
    {
        if (!other.Reachable) return;
        atoms.Charge(values.Count + other.values.Count);
        if (!Reachable) values.Clear();
        foreach (var (place, theirs) in other.values.Select(pair => (pair.Key, pair.Value)).ToList())
            values[place] = Reachable ? (Find(place) ?? start(place)).Join(theirs, atoms) : theirs;
        if (Reachable)
        {
            foreach (var place in values.Keys.Where(place => !other.values.ContainsKey(place)).ToList())
                values[place] = values[place].Join(start(place), atoms);
        }

        Reachable = true;
    }
}
