using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Meaning;

/// <summary>Something that holds a value and can be assigned: what ref, out and captured variables share.</summary>
internal abstract class Reference
{
    public abstract Datum? Value { get; set; }
}

internal sealed class Cell(Datum? value = null) : Reference
{
    public override Datum? Value { get; set; } = value;
}

internal sealed class ElementPlace(Elements elements, int index) : Reference
{
    public override Datum? Value
    {
        get => elements[index];
        set => elements[index] = value;
    }
}

internal sealed class StoragePlace(Dictionary<ISymbol, Datum?> storage, ISymbol slot, Func<Datum?> initial) : Reference
{
    public override Datum? Value
    {
        get => storage.TryGetValue(slot, out var value) ? value : initial();
        set => storage[slot] = value;
    }
}

/// <summary>A property or indexer: reading and writing call its accessors.</summary>
internal sealed class AccessorPlace(Func<Datum?> get, Action<Datum?> set) : Reference
{
    public override Datum? Value
    {
        get => get();
        set => set(value);
    }
}
