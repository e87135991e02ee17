using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Meaning;

/// <summary>
/// The numbers inside a value, in storage order: the elements of arrays, matrices and of whatever arrays an object holds;
/// of an object without arrays, its floating-point fields. Input and output of an elementwise function line up this way.
/// </summary>
internal static class Leaves
{
    private const int MaximalDepth = 6;

    public static List<Reference> Of(Datum? datum)
    {
        var leaves = new List<Reference>();
        Collect(datum, leaves, inside: false, 0);
        if (leaves.Count == 0 && datum is Instance instance)
        {
            leaves.AddRange(instance.Storage.Where(IsRealField).Select(slot => (Reference)new StoragePlace(instance.Storage, slot.Key, () => slot.Value)));
        }

        return leaves;
    }

    private static void Collect(Datum? datum, List<Reference> leaves, bool inside, int depth)
    {
        if (depth > MaximalDepth || leaves.Count > Limits.Elements)
        {
            return;
        }

        switch (datum)
        {
            case Number:
                leaves.Add(new Cell(datum));
                break;
            case Elements elements:
                CollectElements(elements, leaves, depth);
                break;
            case Instance instance when !inside || depth <= 2:
                foreach (var slot in Stores(instance))
                {
                    Collect(slot.Value, leaves, inside: true, depth + 1);
                }

                break;
        }
    }

    // Vector(double[] items) { data = items; }: what a constructor was handed is no second store.
    private static IEnumerable<KeyValuePair<ISymbol, Datum?>> Stores(Instance instance)
    {
        var stores = instance.Storage.Where(slot => slot.Value is Elements).OrderBy(slot => slot.Key.Name, StringComparer.Ordinal).ToArray();
        if (stores.Length > 1 && ValueStore.NameIn(instance.Type) is { } values && Array.Exists(stores, slot => IsNamed(slot.Key, values)))
            return stores.Where(slot => IsNamed(slot.Key, values));
        return Array.Exists(stores, slot => slot.Key is not IParameterSymbol) ? stores.Where(slot => slot.Key is not IParameterSymbol) : stores;
    }

    private static bool IsNamed(ISymbol key, string name) => ((key as IFieldSymbol)?.AssociatedSymbol ?? key) is { Name: var own } and not IParameterSymbol && own == name;

    private static void CollectElements(Elements elements, List<Reference> leaves, int depth)
    {
        if (elements.ElementKind is { } kind && !kind.IsFloating())
        {
            return;
        }

        for (var i = 0; i < elements.Count; i++)
        {
            switch (elements[i])
            {
                case Number { Kind: var element } when element.IsFloating():
                case null when elements.ElementKind is not null:
                    leaves.Add(new ElementPlace(elements, i));
                    break;
                case { } nested and not Number:
                    Collect(nested, leaves, inside: true, depth + 1);
                    break;
            }
        }
    }

    private static bool IsRealField(KeyValuePair<ISymbol, Datum?> slot)
        => slot.Key is not IParameterSymbol && slot.Value is Number { Kind: var kind } && kind.IsFloating();
}
