using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Meaning;

/// <summary>Creation of arrays, stack buffers and collection expressions, and what foreach runs over.</summary>
internal sealed class Sequences(Interpreter machine)
{
    public Datum? CreateArray(IArrayCreationOperation operation, Frame frame)
    {
        if (operation.Type is not IArrayTypeSymbol type)
        {
            return null;
        }

        var lengths = new int[operation.DimensionSizes.Length];
        for (var i = 0; i < lengths.Length; i++)
        {
            if (machine.Expressions.Value(operation.DimensionSizes[i], frame) is not Number { Value: >= 0 and <= int.MaxValue } size)
            {
                return null;
            }

            lengths[i] = (int)size.Value;
        }

        var array = Filled(frame.Types.Resolve(type.ElementType), lengths, frame.Run);
        if (array is not null && operation.Initializer is { } initializer)
        {
            var next = 0;
            Fill(array, initializer, ref next, frame);
        }

        return array;
    }

    public static ArrayDatum? Filled(ITypeSymbol element, int[] lengths, Run run)
    {
        var count = lengths.Aggregate(1L, (product, length) => product * length);
        if (!run.Allocate(count))
        {
            return null;
        }

        var items = new Datum?[count];
        for (var i = 0; i < count; i++)
        {
            items[i] = i > 0 && items[0] is not Instance and not TupleDatum ? items[0] : Defaults.Of(element);
        }

        return new(items, lengths, NumericKinds.Of(element));
    }

    /// <summary><c>stackalloc double[n]</c>: the size, then the elements if they are given.</summary>
    public Datum? StackAllocated(IOperation operation, Frame frame)
    {
        var operands = operation.ChildOperations.ToArray();
        var element = operation.Type switch
        {
            IPointerTypeSymbol pointer => pointer.PointedAtType,
            INamedTypeSymbol { TypeArguments.Length: 1 } span => span.TypeArguments[0],
            _ => null,
        };
        if (element is null || operands.Length == 0
            || machine.Expressions.Value(operands[0], frame) is not Number { Value: >= 0 and < int.MaxValue } size)
        {
            return null;
        }

        var buffer = Filled(frame.Types.Resolve(element), [(int)size.Value], frame.Run);
        for (var i = 1; i < operands.Length && buffer is not null && i <= buffer.Count; i++)
        {
            buffer[i - 1] = machine.Expressions.Value(operands[i], frame)?.Copied();
        }

        return buffer;
    }

    /// <summary><c>[a, .. rest]</c> as an array, a span or a list.</summary>
    public Datum? Collected(IOperation operation, Frame frame)
    {
        var items = new List<Datum?>();
        foreach (var part in operation.ChildOperations)
        {
            if (part.Syntax is not SpreadElementSyntax)
            {
                items.Add(machine.Expressions.Value(part, frame)?.Copied());
            }
            else if (Enumerate(machine.Expressions.Value(part.ChildOperations.FirstOrDefault(), frame), frame) is { } spread)
            {
                items.AddRange(spread.Values());
            }
            else
            {
                return frame.Run.Stop();
            }
        }

        if (!frame.Run.Allocate(items.Count))
        {
            return null;
        }

        return operation.Type switch
        {
            IArrayTypeSymbol array => new ArrayDatum([.. items], NumericKinds.Of(frame.Types.Resolve(array.ElementType))),
            INamedTypeSymbol { TypeArguments.Length: 1 } named when !named.Locations.Any(location => location.IsInSource)
                => Collection(named, items, NumericKinds.Of(frame.Types.Resolve(named.TypeArguments[0]))),
            _ => null,
        };
    }

    private static Elements? Collection(INamedTypeSymbol type, List<Datum?> items, NumericKind? kind) => MetadataNames.Of(type) switch
    {
        "System.Span`1" or "System.ReadOnlySpan`1" => new ArrayDatum([.. items], kind),
        var name when name.StartsWith("System.Collections.Generic.", StringComparison.Ordinal) && !name.Contains("Set") => new ListDatum(items, kind),
        _ => null,
    };

    /// <summary>foreach and LINQ see a row of values; users' own sequences are run to their end.</summary>
    public Elements? Enumerate(Datum? sequence, Frame frame) => sequence switch
    {
        TupleDatum => null,
        Elements elements => elements,
        DictionaryDatum dictionary => dictionary.Pairs(),
        Instance instance => Enumerated(instance, frame),
        _ => null,
    };

    private Elements? Enumerated(Instance instance, Frame frame)
    {
        var method = Members(instance.Type, "GetEnumerator").OfType<IMethodSymbol>().FirstOrDefault(
            candidate => candidate.Parameters.Length == 0 && !candidate.IsStatic);
        var result = method is null ? null : machine.Calls.Invoke(method, instance, [], frame, isVirtual: false);
        return result switch
        {
            Elements elements and not TupleDatum => elements,
            Instance enumerator => Drained(enumerator, frame),
            _ => null,
        };
    }

    private Elements? Drained(Instance enumerator, Frame frame)
    {
        var advance = Members(enumerator.Type, "MoveNext").OfType<IMethodSymbol>().FirstOrDefault();
        var current = Members(enumerator.Type, "Current").OfType<IPropertySymbol>().FirstOrDefault()?.GetMethod;
        if (advance is null || current is null)
        {
            return null;
        }

        var items = new List<Datum?>();
        while (machine.Calls.Invoke(advance, enumerator, [], frame, isVirtual: false) is Truth { Value: true } && frame.Run.Allocate(1))
        {
            items.Add(machine.Calls.Invoke(current, enumerator, [], frame, isVirtual: false));
        }

        return frame.Run.Stopped ? null : new ListDatum(items);
    }

    private static IEnumerable<ISymbol> Members(INamedTypeSymbol type, string name)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            foreach (var member in current.GetMembers(name))
            {
                yield return member;
            }
        }
    }

    private void Fill(ArrayDatum array, IArrayInitializerOperation initializer, ref int next, Frame frame)
    {
        foreach (var value in initializer.ElementValues)
        {
            if (value is IArrayInitializerOperation nested)
            {
                Fill(array, nested, ref next, frame);
            }
            else if (next < array.Count)
            {
                array[next++] = machine.Expressions.Value(value, frame)?.Copied();
            }
        }
    }
}
