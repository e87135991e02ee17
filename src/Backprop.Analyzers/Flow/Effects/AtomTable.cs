namespace Backprop.Analyzers.Flow.Effects;

/// <summary>
/// What values are made of: the value that a place held when the region was entered, or the result of a function that is
/// not a sum or a product (an activation, a call that is not understood), which remembers what went into it.
/// </summary>
internal sealed class AtomTable
{
    private const int LargestSum = 160;
    private const int MostWork = 1_000_000;

    private readonly List<(Place? Place, Terms? Definition, Term Closure)> atoms = new();
    private readonly HashSet<int> unknown = new();
    private readonly Dictionary<Place, int> places = new();
    private readonly Dictionary<Terms, int> functions = new();

    /// <summary>True when there were more atoms than a term can tell apart, or too much to do: nothing may be concluded then.</summary>
    public bool Overflowed { get; private set; }

    /// <summary>Counts what was done: long matrix routines, of which a step may cost a thousand times another, end early.</summary>
    public void Charge(int amount)
    {
        Work += amount;
        Overflowed |= Work > MostWork;
    }

    public int Work { get; private set; }

    public Terms Of(Place place)
    {
        if (!places.TryGetValue(place, out var atom)) places[place] = atom = Add(place, null, Term.One);
        return Terms.Of(atom);
    }

    public Terms Mix(Terms definition)
    {
        if (definition.Atoms.IsOne) return Terms.One;
        if (!functions.TryGetValue(definition, out var atom)) functions[definition] = atom = Add(null, definition, Closure(definition.Atoms));
        return Terms.Of(atom);
    }

    /// <summary>The result of a call that is not understood: nothing says that it is a function of its arguments alone.</summary>
    public Terms Unknown(Terms definition)
    {
        var result = Mix(definition);
        if (result.Single is { } atom) unknown.Add(atom);
        return result;
    }

    /// <summary>True for the result of a function that is known to be one.</summary>
    public bool IsFunction(int atom) => atoms[atom].Definition is not null && !unknown.Contains(atom);

    public Terms Product(Terms left, Terms right)
    {
        Charge(left.Count * right.Count);
        if (left.Count * right.Count <= LargestSum) return left.Times(right);
        return left.Count >= right.Count ? Mix(left).Times(Small(right)) : Small(left).Times(Mix(right));
    }

    public Terms Sum(Terms left, Terms right)
    {
        Charge(left.Count + right.Count);
        var sum = left.Plus(right);
        return sum.Count <= LargestSum ? sum : Mix(sum);
    }

    public Place? PlaceOf(int atom) => atoms[atom].Place;

    public Terms? DefinitionOf(int atom) => atoms[atom].Definition;

    public int? Find(Place place) => places.TryGetValue(place, out var atom) ? atom : null;

    public IEnumerable<Place> PlacesOf(Term term) => Closure(term).Atoms().Select(PlaceOf).OfType<Place>();

    /// <summary>The atoms, and everything that went into those that are function results.</summary>
    public Term Closure(Term term)
    {
        var all = term;
        foreach (var atom in term.Atoms()) all = all.Times(atoms[atom].Closure);
        return all;
    }

    /// <summary>The products in a value and in everything that went through functions into it.</summary>
    public IEnumerable<Term> DeepTerms(Terms terms)
    {
        var seen = new HashSet<int>();
        var waiting = new Stack<Terms>();
        waiting.Push(terms);
        while (waiting.Count > 0)
        {
            foreach (var term in waiting.Pop().All)
            {
                yield return term;
                foreach (var atom in term.Atoms())
                    if (DefinitionOf(atom) is { } definition && seen.Add(atom)) waiting.Push(definition);
            }
        }
    }

    private Terms Small(Terms terms) => terms.Count <= LargestSum ? terms : Mix(terms);

    private int Add(Place? place, Terms? definition, Term closure)
    {
        if (atoms.Count == Term.Capacity)
        {
            Overflowed = true;
            return 0;
        }

        atoms.Add((place, definition, closure));
        return atoms.Count - 1;
    }
}
