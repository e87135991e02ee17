using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Flow.Effects;

/// <summary>Properties, indexers and new objects.</summary>
internal sealed partial class FlowRun
{
    private FlowValue ReadProperty(IPropertyReferenceOperation property)
    {
        if (property is { Property.IsIndexer: true, Instance: { } indexed }) return ReadIndexer(property, indexed);
        var getter = property.Property.GetMethod;
        if (getter is not null && !Shapes.IsInert(property.Type) && Body(getter) is not null)
            return Enter(property, getter, property.Instance is null ? frame.This : Evaluate(property.Instance), ImmutableArray<FlowValue>.Empty);
        if (property.Instance is { } owner && IsForeign(property.Property) && !IsTupleItem(property.Property)) return ForeignProperty(property, owner);
        return ReadMember(property, property.Instance, property.Property);
    }

    private static bool IsForeign(ISymbol member) => !member.Locations.Any(location => location.IsInSource);

    private static bool IsTupleItem(ISymbol member) => member.ContainingType is { Name: "Tuple" or "KeyValuePair" };

    // `matrix.T`, `span.Span`, `nullable.Value`, `pair.Key`: of the stuff of its owner.
    private FlowValue ForeignProperty(IPropertyReferenceOperation property, IOperation owner)
    {
        var value = Evaluate(owner);
        if (Shapes.IsInteger(property.Type))
        {
            return value.Targets.Count == 1 && value.Targets.First() is var target
                ? ReadPlace(target.Child(MemberKey(property.Property), property.Type, places)) : FlowValue.One;
        }

        return Shapes.IsInert(property.Type) ? FlowValue.One
            : Shapes.IsScalar(property.Type) ? FlowValue.Number(Content(value))
            : value;
    }

    private FlowValue ReadIndexer(IPropertyReferenceOperation indexer, IOperation owner)
    {
        if (EntersIndexer(indexer) && indexer.Property.GetMethod is { } getter && Body(getter) is not null)
            return Enter(indexer, getter, Evaluate(owner), indexer.Arguments.Select(argument => Evaluate(argument.Value)).ToImmutableArray());
        return ReadElement(indexer, owner, TensorSlices.IndicesOf(indexer));
    }

    // The indexer of a class around one collection is that collection's; that of any other class is a method.
    private bool EntersIndexer(IPropertyReferenceOperation indexer) =>
        !IsForeign(indexer.Property) && !IsContainer(indexer.Property.ContainingType);

    private void StoreIndexer(IOperation operation, IPropertyReferenceOperation indexer, IOperation owner, FlowValue value, bool accumulates)
    {
        if (EntersIndexer(indexer) && indexer.Property.SetMethod is { } setter && Body(setter) is not null)
        {
            var arguments = indexer.Arguments.Select(argument => Evaluate(argument.Value)).Append(value).ToImmutableArray();
            Enter(indexer, setter, Evaluate(owner), arguments);
            return;
        }

        StoreElement(operation, owner, TensorSlices.IndicesOf(indexer).ToList(), indexer.Type, value, accumulates);
    }

    private void StoreProperty(IOperation operation, IPropertyReferenceOperation property, FlowValue value, bool accumulates)
    {
        if (property.Property.SetMethod is { } setter && Body(setter) is not null)
            Enter(property, setter, property.Instance is null ? frame.This : Evaluate(property.Instance), ImmutableArray.Create(value));
        else
            StoreMember(operation, property.Instance, property.Property, property.Type, value, accumulates);
    }

    private FlowValue Create(IObjectCreationOperation creation)
    {
        var arguments = creation.Arguments.Select(argument => Evaluate(argument.Value)).ToImmutableArray();
        if (creation.Type is not { } type) return FlowValue.Zero;
        var value = IsForeign(type) ? CreateForeign(creation, arguments) : CreateOwn(creation, arguments);
        if (creation.Initializer is not null) Initialize(creation.Initializer, value);
        return value;
    }

    private FlowValue CreateOwn(IObjectCreationOperation creation, ImmutableArray<FlowValue> arguments)
    {
        if (IsBundle(creation.Type)) return NewNumbers(creation, arguments.Aggregate(Terms.Zero, (all, argument) => Atoms.Sum(all, Content(argument))));
        var place = Fresh(creation, zero: IsContainer(creation.Type) ? isZeros(creation) : creation.Type is { IsRecord: true });
        var value = FlowValue.Object(place);
        if (creation.Constructor is not { } constructor) return value;
        if (Body(constructor) is not null) Enter(creation, constructor, value, InOrder(creation.Arguments, arguments, constructor));
        for (var i = 0; i < creation.Arguments.Length; i++)
        {
            // A record's property is what its parameter was; a captured parameter is a field of its own.
            if (creation.Arguments[i].Parameter is not { } parameter) continue;
            var property = creation.Type?.GetMembers(parameter.Name).FirstOrDefault(member => member is IPropertySymbol && creation.Type.IsRecord);
            SetChild(creation, value, property is null ? Key.Member(parameter) : MemberKey(property), parameter.Type, arguments[i], accumulates: false, strong: true);
        }

        return value;
    }

    private FlowValue CreateForeign(IObjectCreationOperation creation, ImmutableArray<FlowValue> arguments)
    {
        if (isZeros(creation)) return NewNumbers(creation, Terms.Zero);
        var place = Fresh(creation, zero: true);
        if (IsTuple(creation.Type)) return Items(creation, place, arguments);
        if (Shapes.ElementType(creation.Type) is null && creation.Arguments.All(argument => Shapes.IsInteger(argument.Parameter?.Type)))
            place.ZeroByDefault = false;
        // `new List<double>(h)`, `new Span<double>(h)`: the same stuff.
        var stuff = arguments.Aggregate(FlowValue.Zero, (all, argument) => all.Join(argument, Atoms));
        if (!stuff.Targets.IsEmpty) return creation.Type is { IsValueType: true } ? stuff with { IsPart = stuff.IsPart || arguments.Length > 1 } : NewNumbers(creation, Content(stuff));
        return FlowValue.Object(place);
    }

    private static bool IsTuple(ITypeSymbol? type) => type is { IsTupleType: true } or { Name: "Tuple" or "ValueTuple" or "KeyValuePair" };

    private FlowValue Items(IOperation creation, Place place, IReadOnlyList<FlowValue> items)
    {
        for (var i = 0; i < items.Count; i++)
            Set(creation, place.Child(Key.Constant("Item" + (i + 1)), null, places), items[i], accumulates: false, strong: loopDepth == 0);
        return FlowValue.Object(place);
    }

    private FlowValue Create(ITupleOperation tuple) => Items(tuple, Fresh(tuple, zero: true), tuple.Elements.Select(Evaluate).ToList());

    private FlowValue Anonymous(IAnonymousObjectCreationOperation creation)
    {
        var value = FlowValue.Object(Fresh(creation, zero: true));
        Initialize(creation.Initializers, value);
        return value;
    }

    private FlowValue Create(IArrayCreationOperation array)
    {
        foreach (var size in array.DimensionSizes) Evaluate(size);
        return Fill(Fresh(array, zero: true), array.Initializer?.ElementValues ?? ImmutableArray<IOperation>.Empty);
    }

    private FlowValue Fill(Place place, ImmutableArray<IOperation> items)
    {
        for (var i = 0; i < items.Length; i++)
            Write(place.Child(Key.Index(LinearIndex.Constant(i)), items[i].Type, places), Evaluate(items[i]), strong: loopDepth == 0);
        return FlowValue.Object(place);
    }

    private void Initialize(IObjectOrCollectionInitializerOperation initializer, FlowValue value) =>
        Initialize(initializer.Initializers, value);

    private void Initialize(ImmutableArray<IOperation> initializers, FlowValue value)
    {
        receivers.Push(value);
        for (var i = 0; i < initializers.Length; i++)
        {
            // `new List<Matrix> { dx, daPrev }` keeps the positions, `{ ["dx"] = dx }` and `{ "dx", dx }` the keys.
            if (initializers[i] is IInvocationOperation { Arguments.Length: 1 } add)
                Write(value, Key.Index(LinearIndex.Constant(i)), add.Arguments[0].Value.Type, Evaluate(add.Arguments[0].Value), strong: true);
            else
                Evaluate(initializers[i]);
        }

        receivers.Pop();
    }

    private FlowValue With(IWithOperation with)
    {
        var from = Evaluate(with.Operand);
        var copy = Fresh(with, zero: false);
        foreach (var child in from.Targets.SelectMany(target => target.Children).ToList())
        {
            if (state.Find(child) is { } value) Write(copy.Child(child.Key, child.Type, places), value, strong: true);
        }

        Initialize(with.Initializer, FlowValue.Object(copy));
        return FlowValue.Object(copy).Join(from, Atoms);
    }
}
