namespace Backprop.Analyzers.Meaning;

/// <summary>A Dictionary whose keys are texts, numbers, truth values or objects, in the order of insertion.</summary>
internal sealed class DictionaryDatum : Datum
{
    private readonly Dictionary<object, int> places = [];

    public List<Datum> Keys { get; } = [];

    public List<Datum?> Values { get; } = [];

    public int Count => Keys.Count;

    public static bool IsKey(Datum? key) => key is Text or Number or Truth or Instance { Type: { IsValueType: false, IsRecord: false } };

    public Datum? this[Datum key]
    {
        get => places.TryGetValue(Identity(key), out var place) ? Values[place] : null;
        set
        {
            if (places.TryGetValue(Identity(key), out var place))
            {
                Values[place] = value;
                return;
            }

            places[Identity(key)] = Keys.Count;
            Keys.Add(key);
            Values.Add(value);
        }
    }

    public bool Contains(Datum key) => places.ContainsKey(Identity(key));

    /// <summary>Each entry as a pair of key and value.</summary>
    public ListDatum Pairs() => new([.. Keys.Select((key, i) => (Datum?)new TupleDatum([key, Values[i]]))]);

    private static object Identity(Datum key) => key switch
    {
        Text text => text.Value,
        Number number => number.Value,
        Truth truth => truth.Value,
        _ => key,
    };
}
