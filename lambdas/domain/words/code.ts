/** What the code of an endpoint must say, so that its next deployment does not give these variants their old weights back. */
export const zeroWeights = (variants: readonly string[]): string => {
  const those = variants.join(', ');
  return [
    `# Terraform: aws_sagemaker_endpoint_configuration, production_variants: ${those}`,
    'initial_variant_weight = 0',
    `# CloudFormation: AWS::SageMaker::EndpointConfig, ProductionVariants: ${those}`,
    'InitialVariantWeight: 0',
    // @aws-cdk/aws-sagemaker-alpha: `initialVariantWeight || 1.0`.
    `# CDK: CfnEndpointConfig, productionVariants: ${those} (the alpha EndpointConfig makes 1 of 0)`,
    'initialVariantWeight: 0',
  ].join('\n');
};

/** What the code of an endpoint must say, so that its next deployment does not bring the other config back. */
export const goodConfig = (good: string): string =>
  [
    '# Terraform: aws_sagemaker_endpoint',
    `endpoint_config_name = "${good}"`,
    '# CloudFormation: AWS::SageMaker::Endpoint',
    `EndpointConfigName: ${good}`,
    '# CDK: CfnEndpoint',
    `endpointConfigName: '${good}'`,
  ].join('\n');
