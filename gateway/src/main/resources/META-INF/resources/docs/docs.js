"use strict";

// The gateway provides the settings of this installation: the contracts and the OAuth client.
fetch("settings.json")
  .then((response) => response.json())
  .then((settings) => {
    const ui = SwaggerUIBundle({
      urls: settings.urls,
      dom_id: "#swagger-ui",
      deepLinking: true,
      validatorUrl: null,
      persistAuthorization: false,
      oauth2RedirectUrl: new URL("oauth2-redirect.html", location.href).href,
      presets: [SwaggerUIBundle.presets.apis, SwaggerUIStandalonePreset],
      layout: "StandaloneLayout",
    });
    ui.initOAuth({
      clientId: settings.clientId,
      scopes: "openid",
      usePkceWithAuthorizationCodeGrant: true,
    });
  });
