using Backprop.Analyzers.Meaning;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Model.Pairs;

/// <summary>The functions that one object or tuple is made of, by the parameter, member or position that takes them.</summary>
internal sealed record CreationRow(ISymbol Made, IReadOnlyDictionary<string, IOperation> Functions)
{
    public static CreationRow? Of(IOperation operation)
    {
        var functions = new Dictionary<string, IOperation>();
        switch (operation)
        {
            case IObjectCreationOperation { Constructor: { } constructor } creation:
                foreach (var argument in creation.Arguments)
                    if (argument.Parameter is { } parameter) Add(functions, parameter.Name, argument.Value);
                foreach (var member in creation.Initializer?.Initializers.OfType<ISimpleAssignmentOperation>() ?? [])
                    if (member.Target is IMemberReferenceOperation target) Add(functions, target.Member.Name, member.Value);
                return functions.Count > 1 ? new(constructor.ContainingType, functions) : null;
            case ITupleOperation { Type: INamedTypeSymbol tuple } made:
                for (var i = 0; i < made.Elements.Length; i++) Add(functions, "Item" + (i + 1), made.Elements[i]);
                return functions.Count > 1 ? new(Target(made)?.TupleUnderlyingType ?? Target(made) ?? tuple, functions) : null;
            default:
                return null;
        }
    }

    private static INamedTypeSymbol? Target(ITupleOperation made) =>
        made.Parent is IConversionOperation { Type: INamedTypeSymbol { IsTupleType: true } target } ? target : made.Type as INamedTypeSymbol;

    private static void Add(Dictionary<string, IOperation> functions, string place, IOperation value)
    {
        if (value.WrittenFunction() is { } function) functions[place] = function;
    }
}
