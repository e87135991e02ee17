using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Flow.Values;

internal sealed partial class ValueWalker
{
    private Term Create(IObjectCreationOperation creation)
    {
        var arguments = creation.Arguments.Select(argument => Evaluate(argument.Value)).ToArray();
        var made = new Made(creation, Fresh(), creation.Type);
        if (creation.Constructor is { } constructor) Construct(constructor, made, creation, arguments);
        if (creation.Initializer is { } initializer) Initialise(made, initializer);
        return made;
    }

    private void Construct(IMethodSymbol constructor, Made made, IObjectCreationOperation creation, Term[] arguments)
    {
        if (RecordProperties(constructor) is { } properties)
        {
            for (var i = 0; i < arguments.Length; i++)
                if (creation.Arguments[i].Parameter is { } parameter && properties[parameter.Ordinal] is { } property)
                    Write(new Member(made, property, property.Type), arguments[i]);
            return;
        }

        if (Inline(constructor, isVirtual: false, made, creation.Arguments, arguments, creation) is null)
            ForgetReach(effects.Of(creation), null, creation.Arguments, arguments);
    }

    // record Cache(Matrix A, Matrix X): the compiler fills the properties of the same names.
    private static IPropertySymbol?[]? RecordProperties(IMethodSymbol constructor)
    {
        var type = constructor.ContainingType;
        if (!type.IsRecord || type.GetMembers("Deconstruct").OfType<IMethodSymbol>().All(d => !d.IsImplicitlyDeclared)) return null;
        var properties = constructor.Parameters
            .Select(parameter => type.GetMembers(parameter.Name).OfType<IPropertySymbol>().FirstOrDefault()).ToArray();
        return properties.Length > 0 && properties.All(property => property is not null) ? properties : null;
    }

    private void Initialise(Term target, IObjectOrCollectionInitializerOperation initializer)
    {
        frame.Initialised.Push(target);
        foreach (var part in initializer.Initializers)
        {
            if (part is IMemberInitializerOperation { InitializedMember: { } member } nested)
                Initialise(Evaluate(member), nested.Initializer);
            else Evaluate(part);
        }

        frame.Initialised.Pop();
    }

    private Term CreateArray(IArrayCreationOperation array)
    {
        foreach (var size in array.DimensionSizes) Evaluate(size);
        var made = new Made(array, Fresh(), array.Type);
        if (array.Initializer is { } initializer && array.DimensionSizes.Length == 1)
            for (var i = 0; i < initializer.ElementValues.Length; i++)
            {
                var value = Evaluate(initializer.ElementValues[i]);
                var index = ImmutableArray.Create<Term>(new Literal(i, array.DimensionSizes[0].Type));
                state = state.Fill(new Element(made, index, value.Type), value);
            }

        return made;
    }
}
