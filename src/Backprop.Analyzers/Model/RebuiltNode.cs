using Backprop.Analyzers.Meaning;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Model;

/// <summary>
/// A node of a graph of operations that, where it differentiates itself, makes a second node of its own kind over its own
/// operands: <c>Derivate * Graph.Exp(Parents[0])</c> inside of the class that <c>Graph.Exp(x)</c> makes an object of. The node
/// itself is that value. Proved: the call returns a new object of the type that the code is in; each of its operands is an
/// element or member of the node that no other operand is, in the order in which the constructor takes them; the new
/// node is an operand of further arithmetic, so this is no copy.
/// </summary>
internal static class RebuiltNode
{
    private const int LongestFactory = 400;

    public static IEnumerable<(IOperation Call, string Node)> In(TypeModel type)
    {
        if (!MayBeIn(type.Type)) yield break;
        foreach (var body in type.Bodies)
        {
            if (body.Member is not IMethodSymbol { IsStatic: false, MethodKind: MethodKind.Ordinary } || !body.Blocks.Any(MayNameOperands) || body.HasErrors) continue;
            var operands = new Lazy<IReadOnlyDictionary<ILocalSymbol, IOperation>>(() => Locals(body));
            foreach (var operation in body.Operations)
                if (Factory(operation) is { } factory && IsOperand(operation)
                    && Operands(operation) is { Length: > 0 } given && IsOwn(given, operands)
                    && Made(factory, type) is { } constructor && given.Length == constructor.Parameters.Count(parameter => IsNode(parameter.Type, type.Type)))
                    yield return (operation, type.Type.Name);
        }
    }

    /// <summary>True for a type that is made of others of its kind, and names the first of something.</summary>
    public static bool MayBeIn(INamedTypeSymbol type) =>
        type is { TypeKind: TypeKind.Class, BaseType: { SpecialType: SpecialType.None } above } && above.IsWritten() && MayTakeOthers(type);

    private static bool MayTakeOthers(INamedTypeSymbol type) => type.DeclaringSyntaxReferences.Any(reference => TreeWords.Of(reference.SyntaxTree).Has("[0]", reference.Span))
        && type.InstanceConstructors.Any(constructor => constructor.Parameters.Any(parameter => IsNode(parameter.Type, type)));

    // By the text alone: the first operand is at [0].
    private static bool MayNameOperands(IOperation block) =>
        TreeWords.Of(block.Syntax.SyntaxTree).Has("[0]", block.Syntax.Span);

    private static IMethodSymbol? Factory(IOperation operation) => operation switch
    {
        IInvocationOperation { TargetMethod: { IsVirtual: false, IsAbstract: false } target } => target,
        IBinaryOperation { OperatorMethod: { } target } => target,
        IUnaryOperation { OperatorMethod: { } target } => target,
        _ => null,
    };

    // The values that make up the new node, without the graph that it belongs to.
    private static IOperation[] Operands(IOperation operation) => operation switch
    {
        IInvocationOperation call => call.Arguments.Select(argument => argument.Value.Inner()).ToArray(),
        IBinaryOperation binary => [binary.LeftOperand.Inner(), binary.RightOperand.Inner()],
        IUnaryOperation unary => [unary.Operand.Inner()],
        _ => [],
    };

    private static bool IsOperand(IOperation operation)
    {
        var parent = operation.Parent;
        while (parent is IParenthesizedOperation or IConversionOperation { OperatorMethod: null }) parent = parent.Parent;
        return parent is IBinaryOperation { OperatorMethod: not null } or IUnaryOperation { OperatorMethod: not null };
    }

    /// <summary>The constructor by which a short factory makes an object of this type and returns it.</summary>
    private static IMethodSymbol? Made(IMethodSymbol factory, TypeModel type)
    {
        var returned = factory.OriginalDefinition.DeclaringSyntaxReferences.Any(reference => reference.Span.Length < LongestFactory)
            && type.Compilation.Bodies.BodyOf(factory) is { } body
            ? body.Descendants().OfType<IReturnOperation>().Where(exit => exit.ReturnedValue is not null).ToArray()
            : [];
        return returned is [{ ReturnedValue: { } value }] && value.Inner() is IObjectCreationOperation { Constructor: { } constructor } made
            && SymbolEqualityComparer.Default.Equals(made.Type?.OriginalDefinition, type.Type.OriginalDefinition)
            && made.Arguments.Count(argument => argument.Value.Inner() is IParameterReferenceOperation) == factory.Parameters.Length
            ? constructor.OriginalDefinition
            : null;
    }

    // Parents[0], Parents[1] in this order; or locals that were given them
    private static bool IsOwn(IOperation[] given, Lazy<IReadOnlyDictionary<ILocalSymbol, IOperation>> locals)
    {
        for (var i = 0; i < given.Length; i++)
        {
            var value = given[i] is ILocalReferenceOperation local && locals.Value.TryGetValue(local.Local, out var initial) ? initial.Inner() : given[i];
            if (value is not IPropertyReferenceOperation { Property.IsIndexer: true, Instance: { } list, Arguments: [{ Value.ConstantValue: { HasValue: true, Value: int at } }] }
                || at != i || !IsOwnMember(list)) return false;
        }

        return true;
    }

    private static bool IsOwnMember(IOperation list) => list is IPropertyReferenceOperation { Instance: IInstanceReferenceOperation }
        or IFieldReferenceOperation { Instance: IInstanceReferenceOperation };

    private static bool IsNode(ITypeSymbol parameter, INamedTypeSymbol type)
    {
        for (var current = type.BaseType; current is { SpecialType: SpecialType.None }; current = current.BaseType)
            if (SymbolEqualityComparer.Default.Equals(current.OriginalDefinition, parameter.OriginalDefinition)) return true;
        return false;
    }

    private static IReadOnlyDictionary<ILocalSymbol, IOperation> Locals(MemberBody body)
    {
        var initials = body.Initials.ToDictionary<KeyValuePair<ILocalSymbol, IOperation>, ILocalSymbol, IOperation>(
            entry => entry.Key, entry => entry.Value, SymbolEqualityComparer.Default);
        foreach (var operation in body.Operations)
            foreach (var target in Flow.Values.WriteTargets.Of(operation).OfType<ILocalReferenceOperation>()) initials.Remove(target.Local);
        return initials;
    }
}
